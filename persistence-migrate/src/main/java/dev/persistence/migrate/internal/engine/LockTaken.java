package dev.persistence.migrate.internal.engine;

/** The strongest lock of a step, and for whom it matters. */
public enum LockTaken {
  NONE("nobody"),
  ROWS("writes of the same rows"),
  ACCESS_EXCLUSIVE("reads and writes, for a moment"),
  SHARE_ROW_EXCLUSIVE("writes, for a moment"),
  SHARE_UPDATE_EXCLUSIVE("nobody; reads the table"),
  METADATA("reads and writes, for a moment"),
  ONLINE("nobody; reads or rebuilds the table");

  private final String blocks;

  LockTaken(String blocks) {
    this.blocks = blocks;
  }

  public String blocks() {
    return blocks;
  }
}
