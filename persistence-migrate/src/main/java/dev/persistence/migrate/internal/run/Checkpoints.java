package dev.persistence.migrate.internal.run;

import dev.persistence.core.sql.SqlFragment;
import dev.persistence.migrate.internal.engine.Engine;
import dev.persistence.migrate.internal.engine.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The table {@code migration_checkpoints}: how far the filling of rows has come. */
final class Checkpoints {

  private static final int COMPLETE = 1;

  private final String table;
  private final String now;
  private final String version;

  Checkpoints(Engine engine, String version) {
    this.table = engine.history().checkpoints();
    this.now = engine.history().now();
    this.version = version;
  }

  /**
   * How far one task is.
   *
   * @param position behind the last row; null at the beginning
   * @param rows that were changed
   */
  record Checkpoint(@Nullable String position, long rows, boolean complete) {}

  Checkpoint find(Connection connection, String task) throws SQLException {
    SqlFragment query =
        SqlFragment.of(
            "SELECT position, row_count, complete FROM "
                + table
                + " WHERE version = ? AND task = ?",
            version,
            task);
    return Sql.rows(
            connection,
            query,
            row -> new Checkpoint(row.getString(1), row.getLong(2), row.getInt(3) == COMPLETE))
        .stream()
        .findFirst()
        .orElse(new Checkpoint(null, 0, false));
  }

  /** Saves the position and counts its rows, in the transaction of the batch before it. */
  void save(Connection connection, String task, String position, long rows) throws SQLException {
    String update =
        "UPDATE "
            + table
            + " SET position = ?, row_count = row_count + ?, updated_at = "
            + now
            + " WHERE version = ? AND task = ?";
    if (Sql.update(connection, update, position, rows, version, task) == 0) {
      Sql.update(connection, insert(0), version, task, position, rows);
    }
  }

  private String insert(int complete) {
    return "INSERT INTO "
        + table
        + " (version, task, position, row_count, complete, updated_at) VALUES (?, ?, ?, ?, "
        + complete
        + ", "
        + now
        + ")";
  }

  /** Records that there is nothing left to do, on the session that has the lock. */
  void complete(Connection connection, String task) throws SQLException {
    String update =
        "UPDATE "
            + table
            + " SET complete = 1, updated_at = "
            + now
            + " WHERE version = ? AND task = ?";
    if (Sql.update(connection, update, version, task) == 0) {
      Sql.update(connection, insert(COMPLETE), version, task, null, 0L);
    }
  }

  void delete(Connection connection) throws SQLException {
    Sql.update(connection, "DELETE FROM " + table + " WHERE version = ?", version);
  }

  long rows(Connection connection) throws SQLException {
    SqlFragment query =
        SqlFragment.of(
            "SELECT COALESCE(SUM(row_count), 0) FROM " + table + " WHERE version = ?", version);
    List<Long> rows = Sql.rows(connection, query, row -> row.getLong(1));
    return rows.get(0);
  }
}
