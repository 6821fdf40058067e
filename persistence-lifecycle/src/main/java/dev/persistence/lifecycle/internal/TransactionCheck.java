package dev.persistence.lifecycle.internal;

import dev.persistence.core.Arguments;
import dev.persistence.core.Explanation;
import dev.persistence.lifecycle.PlanRefusedException;
import dev.persistence.lifecycle.PlanRefusedException.Reason;
import dev.persistence.lifecycle.internal.engine.Engine;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Refuses a transaction in which a later statement would not see what others have committed. */
public final class TransactionCheck {

  private TransactionCheck() {}

  public static void check(Connection connection, Engine engine) throws SQLException {
    String why = fault(Arguments.notNull("connection", connection), engine);
    if (why != null) {
      throw new PlanRefusedException(
          Reason.WRONG_TRANSACTION,
          null,
          null,
          new Explanation(
              "Nothing was changed", why, "Use a transaction of isolation READ COMMITTED"));
    }
  }

  /** The locking reads of MySQL and MariaDB see the newest rows under every isolation. */
  private static @Nullable String fault(Connection connection, Engine engine) throws SQLException {
    if (connection.getAutoCommit()) {
      return "the connection is in autocommit mode";
    }
    return engine.isPostgreSql()
            && connection.getTransactionIsolation() > Connection.TRANSACTION_READ_COMMITTED
        ? "the transaction reads from a snapshot, which may lack a row of a moment ago"
        : null;
  }
}
