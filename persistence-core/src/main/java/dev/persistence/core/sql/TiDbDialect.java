package dev.persistence.core.sql;

import java.sql.SQLException;

/**
 * TiDB, where it differs from MySQL: conflicts that MySQL's locks would have prevented show late,
 * at the commit at the latest. Its codes: "Error Codes and Troubleshooting" of its manual.
 */
final class TiDbDialect extends MySqlDialect {

  static final Dialect TIDB = new TiDbDialect();

  @Override
  public String name() {
    return "TiDB";
  }

  @Override
  FailureKind classifyOne(SQLException failure) {
    return switch (failure.getErrorCode()) {
      // Their SQLState is HY000. Of the commit, each says that the transaction did not happen.
      case 8002, 8005, 8022, 8028, 9007 -> FailureKind.SERIALIZATION_FAILURE;
      default -> super.classifyOne(failure);
    };
  }
}
