package dev.persistence.testkit.internal.gtid;

import dev.persistence.core.Explanation;
import dev.persistence.core.PersistenceException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The SQL that steers one server, each call over a connection of its own, as the account that
 * read_only does not bind. Thread-safe; a call blocks for at most a minute.
 */
final class Steering {

  private static final Pattern PASSWORD = Pattern.compile("PASSWORD='[^']*'");

  /** In milliseconds, as the driver takes them. */
  private static final String BOUNDS = "&connectTimeout=5000&socketTimeout=60000";

  private static final String PROBE_BOUNDS = "&connectTimeout=2000&socketTimeout=5000";

  private final String node;
  private final String url;

  Steering(String node, int port) {
    this.node = node;
    this.url = JdbcUrl.of(port, "", Account.STEERING);
  }

  /** Returns true if the server answers a query now; waits 7 s at most. */
  boolean answers() throws SQLException {
    return first("SELECT 1", PROBE_BOUNDS) != null;
  }

  /** Returns the folder that holds the data of the server on this port; waits 7 s at most. */
  @Nullable String dataFolder() throws SQLException {
    return first("SELECT @@datadir", PROBE_BOUNDS);
  }

  void run(List<String> statements) {
    String current = "connect";
    try (Connection connection = connect(BOUNDS);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        current = sql;
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw failure(current, e);
    }
  }

  void run(String... statements) {
    run(List.of(statements));
  }

  /** Returns the first column of the first row; null if that is null or there is no row. */
  @Nullable String ask(String query) {
    try {
      return first(query, BOUNDS);
    } catch (SQLException e) {
      throw failure(query, e);
    }
  }

  private @Nullable String first(String query, String bounds) throws SQLException {
    try (Connection connection = connect(bounds);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      return rows.next() ? rows.getString(1) : null;
    }
  }

  /** Returns that column of the replica status; null if the server follows nobody. */
  @Nullable String replicaStatus(String column) {
    try (Connection connection = connect(BOUNDS);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SHOW REPLICA STATUS")) {
      return rows.next() ? rows.getString(column) : null;
    } catch (SQLException e) {
      throw failure("SHOW REPLICA STATUS", e);
    }
  }

  /** Returns what the server itself says is wrong with its replication. */
  String replicaTrouble() {
    String receiver = replicaStatus("Last_IO_Error");
    String applier = replicaStatus("Last_SQL_Error");
    String both = (receiver == null ? "" : receiver) + (applier == null ? "" : applier);
    return both.isEmpty() ? "no error reported" : both;
  }

  private Connection connect(String bounds) throws SQLException {
    return DriverManager.getConnection(url + bounds);
  }

  private PersistenceException failure(String sql, SQLException cause) {
    return new PersistenceException(
        new Explanation(
            node + " did not run: " + PASSWORD.matcher(sql).replaceAll("PASSWORD='…'"),
            cause.getMessage() + " (SQLState " + cause.getSQLState() + ")",
            "Check that the server is running and not frozen, and look into its log"),
        cause);
  }
}
