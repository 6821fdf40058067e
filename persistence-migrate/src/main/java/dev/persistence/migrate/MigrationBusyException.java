package dev.persistence.migrate;

import dev.persistence.core.Explanation;

/** Another runner is at work on this database, or a table stays in use; nothing was done. */
public final class MigrationBusyException extends MigrationException {

  private static final long serialVersionUID = 1L;

  public MigrationBusyException(String version, Explanation explanation) {
    super(version, explanation, null);
  }

  @Override
  public boolean isTransient() {
    return true;
  }
}
