package dev.persistence.core.sql;

import java.sql.SQLException;

/** MariaDB, where it differs from MySQL. */
final class MariaDbDialect extends MySqlDialect {

  static final Dialect MARIADB = new MariaDbDialect();

  @Override
  public String name() {
    return "MariaDB";
  }

  @Override
  FailureKind classifyOne(SQLException failure) {
    // "Record has changed since last read", of innodb_snapshot_isolation; its SQLState is HY000.
    return failure.getErrorCode() == 1020
        ? FailureKind.SERIALIZATION_FAILURE
        : super.classifyOne(failure);
  }
}
