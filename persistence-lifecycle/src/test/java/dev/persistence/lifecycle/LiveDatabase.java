package dev.persistence.lifecycle;

import com.zaxxer.hikari.HikariDataSource;
import dev.persistence.core.sql.Dialect;
import dev.persistence.core.transaction.Isolation;
import dev.persistence.core.transaction.Transactions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** A real database, as the suites see it. */
public final class LiveDatabase {

  private final ReusedSessions sessions;
  private final DataSource dataSource;
  private final boolean postgreSql;

  public LiveDatabase(DataSource plain) {
    try (Connection connection = plain.getConnection()) {
      this.postgreSql = Dialect.detect(connection).equals(Dialect.postgreSql());
      this.sessions = new ReusedSessions(plain, connection.getMetaData().getURL());
    } catch (SQLException failure) {
      throw new AssertionError("the database answers", failure);
    }
    boolean pool = plain instanceof HikariDataSource; // Which uses them again by itself.
    this.dataSource = postgreSql && !pool ? sessions.dataSource() : plain;
  }

  /** Returns what leads to it; on PostgreSQL by sessions that are used again, as if new. */
  public DataSource dataSource() {
    return dataSource;
  }

  public boolean isPostgreSql() {
    return postgreSql;
  }

  public Transactions transactions() {
    return Transactions.builder(dataSource)
        .isolation(Isolation.READ_COMMITTED)
        .maxAttempts(100)
        .build();
  }

  /** Returns the first text on PostgreSQL and the second on the others. */
  public String sql(String onPostgreSql, String onOthers) {
    return postgreSql ? onPostgreSql : onOthers;
  }

  public void execute(List<String> statements) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  public void execute(String... statements) throws SQLException {
    execute(List.of(statements));
  }

  /** Returns the rows, each as its values with a bar between them. */
  public List<String> rows(String query) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
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

  /** Returns the text columns of all tables, ours included, in which the text occurs. */
  public List<String> columnsWith(String text) throws SQLException {
    List<String> found = new ArrayList<>();
    for (CatalogTable table : scan(Catalog.builder()).tables()) {
      for (Column column : table.columns()) {
        String mark = sql("\"", "`");
        String name = mark + column.name() + mark;
        String query = "SELECT COUNT(*) FROM %s%s%s WHERE %s LIKE '%%%s%%'";
        String of = table.name().name().name();
        if (column.kind() == Column.Kind.TEXT
            && number(query.formatted(mark, of, mark, name, text)) > 0) {
          found.add(of + "." + column.name());
        }
      }
    }
    return found;
  }

  public Catalog scan(CatalogBuilder builder) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      return builder.scan(connection);
    }
  }

  /** Drops everything, the books included, and ends sessions that are not in use. */
  public void clear() throws SQLException {
    if (postgreSql) {
      execute("DROP SCHEMA public CASCADE", "CREATE SCHEMA public");
      sessions.close();
      return;
    }
    List<String> drops = new ArrayList<>(List.of("SET FOREIGN_KEY_CHECKS = 0"));
    for (String table : rows("SHOW FULL TABLES")) {
      String kind = table.endsWith("VIEW") ? "VIEW" : "TABLE";
      String name = table.substring(0, table.lastIndexOf('|'));
      drops.add("DROP " + kind + " `" + name.replace("`", "``") + "`");
    }
    drops.add("SET FOREIGN_KEY_CHECKS = 1");
    execute(drops);
  }
}
