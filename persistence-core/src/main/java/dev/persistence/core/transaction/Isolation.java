package dev.persistence.core.transaction;

import java.sql.Connection;

/** How far a transaction is kept apart from others, as the SQL standard names it. */
public enum Isolation {
  READ_COMMITTED(Connection.TRANSACTION_READ_COMMITTED),
  REPEATABLE_READ(Connection.TRANSACTION_REPEATABLE_READ),
  SERIALIZABLE(Connection.TRANSACTION_SERIALIZABLE);

  private final int level;

  Isolation(int level) {
    this.level = level;
  }

  /** Returns the constant of {@link Connection#setTransactionIsolation}. */
  int level() {
    return level;
  }
}
