package dev.persistence.migrate;

import com.zaxxer.hikari.HikariDataSource;
import dev.persistence.core.sql.Dialect;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** A real database with clients of an application's old and new version, as the suites see it. */
public final class LiveDatabase {

  private final DataSource plain;
  private final ReusedSessions sessions;
  private final DataSource dataSource;
  private final boolean postgreSql;
  private final String product;

  public LiveDatabase(DataSource plain) {
    this(plain, true);
  }

  private LiveDatabase(DataSource plain, boolean reuse) {
    this.plain = plain;
    try (Connection connection = plain.getConnection()) {
      Dialect dialect = Dialect.detect(connection);
      this.postgreSql = dialect.equals(Dialect.postgreSql());
      this.product = dialect.name();
      this.sessions = new ReusedSessions(plain, connection.getMetaData().getURL());
    } catch (SQLException failure) {
      throw new AssertionError("the database answers", failure);
    }
    boolean pool = plain instanceof HikariDataSource; // Which uses them again by itself.
    this.dataSource = postgreSql && reuse && !pool ? sessions.dataSource() : plain;
  }

  /** Returns one of whose sessions each is new, and stays as the data source has made it. */
  public static LiveDatabase ofNewSessions(DataSource plain) {
    return new LiveDatabase(plain, false);
  }

  /** Returns what leads to it; on PostgreSQL by sessions that are used again, as if new. */
  public DataSource dataSource() {
    return dataSource;
  }

  /** Returns what leads to it by a new session each time, which a test may break. */
  public DataSource newSessions() {
    return plain;
  }

  public boolean isPostgreSql() {
    return postgreSql;
  }

  /** Returns the name as the product's makers write it. */
  public String product() {
    return product;
  }

  /** Returns a migrator that waits for nothing that is not in use right now. */
  public MigratorBuilder migrator() {
    return Migrator.builder(dataSource).gate(Duration.ZERO, Duration.ZERO).flagsAge(Duration.ZERO);
  }

  /** Returns the first text on PostgreSQL and the second on the others. */
  public String sql(String onPostgreSql, String onOthers) {
    return postgreSql ? onPostgreSql : onOthers;
  }

  public void execute(String... statements) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      execute(connection, statements);
    }
  }

  public static void execute(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** Returns the rows, each as its values with a bar between them. */
  public List<String> rows(String query) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      return rows(connection, query);
    }
  }

  public static List<String> rows(Connection connection, String query) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      int columns = row.getMetaData().getColumnCount();
      while (row.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          values.add(String.valueOf(row.getString(i)));
        }
        rows.add(String.join("|", values));
      }
    }
    return rows;
  }

  public long number(String query) throws SQLException {
    return Long.parseLong(rows(query).get(0));
  }

  /** Drops everything, the history included, and ends sessions that are not in use. */
  public void clear() throws SQLException {
    if (postgreSql) {
      execute(
          "DROP SCHEMA IF EXISTS other CASCADE",
          "DROP SCHEMA public CASCADE",
          "CREATE SCHEMA public");
      for (String schema : versionSchemas()) {
        execute("DROP SCHEMA " + schema + " CASCADE");
      }
      sessions.close();
      return;
    }
    try (Connection connection = dataSource.getConnection()) {
      execute(connection, "SET foreign_key_checks = 0");
      for (String table : rows(connection, "SHOW FULL TABLES")) {
        String kind = table.endsWith("VIEW") ? "VIEW" : "TABLE";
        execute(connection, "DROP " + kind + " `" + table.substring(0, table.indexOf('|')) + "`");
      }
    }
  }

  /** Returns the schemas of versions, on PostgreSQL, as the suites name them. */
  public List<String> versionSchemas() throws SQLException {
    return rows("SELECT nspname FROM pg_namespace WHERE starts_with(nspname, 'app_') ORDER BY 1");
  }

  /** Returns what the catalog says of the tables: columns, types, defaults, triggers, functions. */
  public List<String> catalog() throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      return catalog(connection);
    }
  }

  private List<String> catalog(Connection connection) throws SQLException {
    String schema = sql("current_schema()", "database()");
    List<String> all = new ArrayList<>();
    all.addAll(
        rows(
            connection,
            "SELECT table_name, column_name, "
                + sql("data_type", "column_type")
                + ", is_nullable, column_default FROM information_schema.columns"
                + " WHERE table_schema = "
                + schema
                + " AND table_name NOT LIKE '%migration%' ORDER BY 1, ordinal_position"));
    all.addAll(
        rows(
            connection,
            "SELECT DISTINCT trigger_name FROM information_schema.triggers WHERE trigger_schema = "
                + schema
                + " ORDER BY 1"));
    all.addAll(
        rows(
            connection,
            sql(
                "SELECT conname, convalidated FROM pg_constraint WHERE conrelid NOT IN (SELECT oid"
                    + " FROM pg_class WHERE relname LIKE '%migration%') AND connamespace ="
                    + " current_schema()::regnamespace ORDER BY 1",
                "SELECT constraint_name FROM information_schema.table_constraints WHERE"
                    + " table_schema = database() AND table_name NOT LIKE '%migration%'"
                    + " ORDER BY table_name, 1")));
    if (postgreSql) {
      all.addAll(
          rows(
              connection,
              "SELECT proname FROM pg_proc WHERE pronamespace = current_schema()::regnamespace"
                  + " AND proname <> 'migration_note' ORDER BY 1"));
    }
    return all;
  }
}
