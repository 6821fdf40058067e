package dev.persistence.core;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * A real database as the suites of core use it, and the few things that they must say differently
 * to each engine.
 */
public final class TestDatabase {

  private final String url;
  private final boolean postgreSql;

  private TestDatabase(String url, boolean postgreSql) {
    this.url = url;
    this.postgreSql = postgreSql;
  }

  /** Takes a URL with the user's name in it. */
  public static TestDatabase postgreSql(String url) {
    return new TestDatabase(url, true);
  }

  /** Sessions are in UTC, whatever the zone of the machine. */
  public static TestDatabase mySqlFamily(String url) {
    return new TestDatabase(url + "&sessionVariables=time_zone='%2B00%3A00'", false);
  }

  public boolean isPostgreSql() {
    return postgreSql;
  }

  /** Returns the database that another process called by this {@link #url}. */
  public static TestDatabase ofUrl(String url) {
    return new TestDatabase(url, url.startsWith("jdbc:postgresql:"));
  }

  public String url() {
    return url;
  }

  /** Returns the first text on PostgreSQL and the second on the others. */
  public String sql(String onPostgreSql, String onOthers) {
    return postgreSql ? onPostgreSql : onOthers;
  }

  public Connection connect() throws SQLException {
    return DriverManager.getConnection(url);
  }

  /** Returns a source of a new connection each time. */
  public DataSource dataSource() {
    return new ConnectingDataSource(this::connect);
  }

  public void execute(String... statements) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  public long number(String query) throws SQLException {
    try (Connection connection = connect()) {
      return number(connection, query);
    }
  }

  public static long number(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Returns the first column of all rows as text. */
  public List<String> texts(String query) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
    }
    return texts;
  }

  /** Ends the connection from the server's side; returns once the server says it is gone. */
  public void kill(Connection victim) throws SQLException {
    long id = number(victim, sql("SELECT pg_backend_pid()", "SELECT CONNECTION_ID()"));
    execute(sql("SELECT pg_terminate_backend(" + id + ", 10000)", "KILL CONNECTION " + id));
  }
}
