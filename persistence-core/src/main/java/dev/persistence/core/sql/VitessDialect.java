package dev.persistence.core.sql;

import java.sql.SQLException;

/** Vitess, where it differs from MySQL. */
final class VitessDialect extends MySqlDialect {

  static final Dialect VITESS = new VitessDialect();

  @Override
  public String name() {
    return "Vitess";
  }

  /**
   * In its default transaction mode it commits one shard after the other, so an error from one says
   * nothing of those before it; see "Cross-shard Transactions" of its manual.
   */
  @Override
  public boolean mayHaveCommitted(SQLException failureOfCommit) {
    return true;
  }
}
