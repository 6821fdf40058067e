package dev.persistence.migrate.internal.engine;

import dev.persistence.core.sql.SqlFragment;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Statements in one line each. */
public final class Sql {

  private Sql() {}

  /** What is read of a row. */
  public interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Runs text as it is, without placeholders, so that a question mark in it means nothing. */
  public static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(sql);
    }
  }

  /** Returns the number of rows that were changed. */
  public static int update(Connection connection, String sql, @Nullable Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      SqlFragment.of(sql, values).bind(statement, 1);
      return statement.executeUpdate();
    }
  }

  public static <T> List<T> rows(Connection connection, SqlFragment query, RowReader<T> reader)
      throws SQLException {
    return soon(connection, query, 0, reader);
  }

  /** As {@link #rows}, or fails after so many seconds; 0 for never. */
  public static <T> List<T> soon(
      Connection connection, SqlFragment query, int seconds, RowReader<T> reader)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query.sql())) {
      statement.setQueryTimeout(seconds);
      query.bind(statement, 1);
      try (ResultSet row = statement.executeQuery()) {
        List<T> rows = new ArrayList<>();
        while (row.next()) {
          rows.add(reader.read(row));
        }
        return rows;
      }
    }
  }

  public static boolean truth(Connection connection, String query) throws SQLException {
    return one(connection, query, row -> row.getBoolean(1));
  }

  public static long number(Connection connection, String query) throws SQLException {
    return one(connection, query, row -> row.getLong(1));
  }

  public static String text(Connection connection, String query) throws SQLException {
    return one(connection, query, row -> String.valueOf(row.getString(1)));
  }

  /** Returns a text that may be NULL. */
  static Optional<String> name(Connection connection, String query) throws SQLException {
    return one(connection, query, row -> Optional.ofNullable(row.getString(1)));
  }

  private static <T> T one(Connection connection, String query, RowReader<T> reader)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      try (ResultSet row = statement.executeQuery(query)) {
        row.next();
        return reader.read(row);
      }
    }
  }
}
