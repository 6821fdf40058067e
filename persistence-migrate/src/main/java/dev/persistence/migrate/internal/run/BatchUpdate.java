package dev.persistence.migrate.internal.run;

import dev.persistence.core.Explanation;
import dev.persistence.core.keyset.KeysetBatch;
import dev.persistence.core.sql.FailureKind;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.migrate.MigrationBusyException;
import dev.persistence.migrate.MigratorConfig;
import dev.persistence.migrate.internal.engine.Engine;
import dev.persistence.migrate.internal.engine.Sql;
import dev.persistence.migrate.internal.operation.Sync;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;

/**
 * Updates the rows of a batch, without setting off the triggers that keep the sides in step. A
 * batch gives way: rather than wait for a row that a client has locked, while others wait for it,
 * it takes all back and is run again, so that no client loses a deadlock to it.
 */
record BatchUpdate(RunnerSession session, MigratorConfig config, String version) {

  /** The SQLState of a transaction that may succeed when it is simply run again. */
  private static final String RUN_AGAIN = "40001";

  /** Returns the number of rows that were changed; changes none if another runner has come. */
  int run(KeysetBatch batch, Sync sync, String mending, String condition) throws SQLException {
    Connection connection = batch.connection();
    session.fence(connection, version);
    Engine engine = session.engine();
    String table = engine.dialect().quote(sync.table().name());
    SqlFragment rows = batch.range().within(engine.sessions().alongTheKey(condition) + " AND ", "");
    try {
      engine.sessions().giveWay(connection, table, rows, engine.triggers().bypass(sync.id()));
      return update(connection, rows.within(mending + " WHERE ", ""));
    } catch (SQLException failure) {
      if (engine.dialect().classify(failure) != FailureKind.LOCK_TIMEOUT) {
        throw failure;
      }
      throw new SQLTransactionRollbackException(
          "a row is locked: " + failure.getMessage(), RUN_AGAIN, failure);
    }
  }

  private int update(Connection connection, SqlFragment statement) throws SQLException {
    var triggers = session.engine().triggers();
    try (PreparedStatement mend = connection.prepareStatement(statement.sql())) {
      statement.bind(mend, 1);
      return mend.execute() ? rows(mend) : mend.getUpdateCount();
    } finally {
      if (!triggers.endBypass().isEmpty()) {
        Sql.run(connection, triggers.endBypass());
      }
    }
  }

  /** A function mended them, each one in a row of its own. */
  private static int rows(PreparedStatement mended) throws SQLException {
    int rows = 0;
    try (ResultSet row = mended.getResultSet()) {
      while (row.next()) {
        rows++;
      }
    }
    return rows;
  }

  /**
   * Pauses if the reason why a batch has failed again and again may be over then.
   *
   * @return false if the thread was interrupted
   * @throws SQLException the failure, if it is of another kind
   */
  boolean isWorthAnotherTry(Sync sync, Patience patience, SQLException failure)
      throws SQLException {
    FailureKind kind = session.engine().dialect().classify(failure);
    if (!kind.isConflict() && kind != FailureKind.LOCK_TIMEOUT) {
      throw failure;
    }
    if (patience.isOver()) {
      MigrationBusyException busy =
          new MigrationBusyException(
              version,
              new Explanation(
                  "Migration " + version + " stopped in the middle of " + sync.subject(),
                  "a row of the next batch has been locked for "
                      + config.lockPatience()
                      + " whenever it was tried",
                  "Look for a long transaction on the table; then run it again, which goes on"
                      + " there"));
      busy.addSuppressed(failure);
      throw busy;
    }
    return patience.pause();
  }
}
