package dev.persistence.testkit.postgres;

import dev.persistence.core.Explanation;
import dev.persistence.core.PersistenceException;
import dev.persistence.testkit.BackendUnavailableException;
import dev.persistence.testkit.internal.Server;
import dev.persistence.testkit.internal.Waiting;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The testkit's own statements on one server, each on a connection of its own and bounded. */
final class Sql {

  static final String USER = "postgres";
  static final String DATABASE = "postgres";

  private static final String BOUNDS = "&connectTimeout=5&loginTimeout=5&socketTimeout=90";
  private static final String PROBE_BOUNDS = "&connectTimeout=2&loginTimeout=2&socketTimeout=5";

  private final String name;
  private final Server server;

  Sql(String name, Server server) {
    this.name = name;
    this.server = server;
  }

  /** Returns the URL for a user's connection. */
  static String url(String host, int port, String database) {
    return "jdbc:postgresql://"
        + host
        + ":"
        + port
        + "/"
        + URLEncoder.encode(database, StandardCharsets.UTF_8)
        + "?user="
        + USER
        + "&sslmode=disable";
  }

  /** Tells whether the server answers a query. */
  static boolean answers(String host, int port) throws SQLException {
    return probe(host, port, "SELECT 1") != null;
  }

  /** Returns the folder that holds the data of the server on that port. */
  static @Nullable String dataFolder(String host, int port) throws SQLException {
    return probe(host, port, "SHOW data_directory");
  }

  private static @Nullable String probe(String host, int port, String sql) throws SQLException {
    try (Connection connection =
        DriverManager.getConnection(url(host, port, DATABASE) + PROBE_BOUNDS)) {
      return first(connection, sql);
    }
  }

  /** Rejects a class path without a PostgreSQL driver. */
  static void requireDriver() {
    try {
      DriverManager.getDriver(url("127.0.0.1", 1, DATABASE));
    } catch (SQLException missing) {
      throw new BackendUnavailableException(
          new Explanation(
              "PostgreSQL cannot be used from this JVM",
              "no JDBC driver for it is on the class path",
              "Add the test dependency org.postgresql:postgresql"),
          missing);
    }
  }

  /** Opens a connection for several statements. */
  Connection connect() throws SQLException {
    server.requireReachable(name);
    return DriverManager.getConnection(url(server.host(), server.port(), DATABASE) + BOUNDS);
  }

  /** Executes statements one after the other on one connection, outside of a transaction. */
  void run(String... statements) {
    query(
        connection -> {
          try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
              statement.execute(sql);
            }
          }
          return null;
        });
  }

  /** Returns the first column of the first row as text; null without a row or for SQL NULL. */
  @Nullable String text(String sql) {
    return query(connection -> first(connection, sql));
  }

  /** Tells whether the first column of the first row is true. */
  boolean isTrue(String sql) {
    return "t".equals(text(sql));
  }

  /** Asks again and again on one connection; false when the bound passes before it is true. */
  boolean becomesTrue(String sql, Duration bound) {
    return Boolean.TRUE.equals(
        query(
            connection -> {
              try (PreparedStatement question = connection.prepareStatement(sql)) {
                return Waiting.until(bound, () -> isTrue(question));
              }
            }));
  }

  private boolean isTrue(PreparedStatement question) {
    try (ResultSet rows = question.executeQuery()) {
      return rows.next() && rows.getBoolean(1);
    } catch (SQLException failure) {
      throw failed(failure);
    }
  }

  /** Sets a parameter for good and returns once new connections see it. */
  void alterSystem(String parameter, String value) {
    run("ALTER SYSTEM SET " + parameter + " = " + literal(value), "SELECT pg_reload_conf()");
  }

  static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  static String identifier(String text) {
    return "\"" + text.replace("\"", "\"\"") + "\"";
  }

  static @Nullable String first(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : null;
    }
  }

  /** Runs the body with a connection and explains its failure. */
  <T> @Nullable T query(Body<T> body) {
    try (Connection connection = connect()) {
      return body.apply(connection);
    } catch (SQLException failure) {
      throw failed(failure);
    }
  }

  private PersistenceException failed(SQLException failure) {
    return new PersistenceException(
        new Explanation(
            "The testkit's statement on " + name + " failed",
            String.valueOf(failure.getMessage()),
            "Its log may say more"),
        failure);
  }

  /** What to do with a connection. */
  @FunctionalInterface
  interface Body<T> {
    @Nullable T apply(Connection connection) throws SQLException;
  }
}
