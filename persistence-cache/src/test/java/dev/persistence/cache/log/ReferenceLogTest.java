package dev.persistence.cache.log;

final class ReferenceLogTest extends WriteLogContract {

  private final ReferenceLog.Shelf shelf = new ReferenceLog.Shelf();

  @Override
  protected WriteLog newLog() {
    return new ReferenceLog(shelf);
  }
}
