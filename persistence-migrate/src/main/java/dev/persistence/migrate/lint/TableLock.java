package dev.persistence.migrate.lint;

/**
 * The lock that a statement takes on a table that is in use: of PostgreSQL its modes, of MySQL and
 * MariaDB what they let go on while they change the table. Ordered from weak to strong.
 */
public enum TableLock {
  /** None on any table that anybody else may use. */
  NONE("nobody"),
  /** PostgreSQL: a reader's. */
  ACCESS_SHARE("nobody"),
  ROW_SHARE("nobody"),
  /** PostgreSQL: a writer's. */
  ROW_EXCLUSIVE("nobody"),
  SHARE_UPDATE_EXCLUSIVE("nobody but other changes of the schema"),
  /** MySQL, MariaDB: writers wait at the begin and at the end, {@code LOCK=NONE} between. */
  METADATA("nobody but for a moment"),
  SHARE("writes"),
  SHARE_ROW_EXCLUSIVE("writes"),
  EXCLUSIVE("writes"),
  ACCESS_EXCLUSIVE("reads and writes"),
  /** Nothing can be said. */
  UNKNOWN("unknown");

  private final String blocks;

  TableLock(String blocks) {
    this.blocks = blocks;
  }

  /** Tells who waits while it is held. */
  public String blocks() {
    return blocks;
  }

  public boolean blocksWriters() {
    return compareTo(SHARE) >= 0 && this != UNKNOWN;
  }
}
