package dev.persistence.migrate.internal.run;

import dev.persistence.core.Explanation;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.migrate.MigrationStateException;
import dev.persistence.migrate.internal.engine.Engine;
import dev.persistence.migrate.internal.engine.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The table {@code migration_shares}: which share of the keys reads what is new already. */
public final class Shares {

  /** The part that all keys are in. */
  public static final String ALL = "";

  private final String table;

  Shares(Engine engine) {
    this.table = engine.history().shares();
  }

  /** Returns the percentages of each migration's parts. */
  Map<String, Map<String, Integer>> all(Connection connection) throws SQLException {
    Map<String, Map<String, Integer>> all = new HashMap<>();
    Sql.rows(
        connection,
        SqlFragment.of("SELECT version, part, percentage FROM " + table),
        row ->
            all.computeIfAbsent(row.getString(1), version -> new HashMap<>())
                .put(row.getString(2), row.getInt(3)));
    return all;
  }

  /** Raises the share, or takes it back to nothing; whoever reads the new side goes on with it. */
  void raise(Connection connection, String version, String part, int percentage)
      throws SQLException {
    SqlFragment query =
        SqlFragment.of(
            "SELECT percentage FROM " + table + " WHERE version = ? AND part = ?", version, part);
    List<Integer> known = Sql.rows(connection, query, row -> row.getInt(1));
    if (known.isEmpty()) {
      String insert = "INSERT INTO " + table + " (version, part, percentage) VALUES (?, ?, ?)";
      Sql.update(connection, insert, version, part, percentage);
      return;
    }
    if (percentage < known.get(0) && percentage > 0) {
      throw new MigrationStateException(
          version,
          new Explanation(
              "The share of migration " + version + " was not made smaller",
              "it is " + known.get(0) + " %, and some users would go back and forth",
              "Leave it, raise it, or take it back to 0 for all"));
    }
    String update = "UPDATE " + table + " SET percentage = ? WHERE version = ? AND part = ?";
    Sql.update(connection, update, percentage, version, part);
  }

  void delete(Connection connection, String version) throws SQLException {
    Sql.update(connection, "DELETE FROM " + table + " WHERE version = ?", version);
  }
}
