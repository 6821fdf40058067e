package dev.persistence.lifecycle.internal.engine;

import dev.persistence.core.sql.SqlFragment;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

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

  public static <T> List<T> rows(Connection connection, SqlFragment query, RowReader<T> reader)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query.sql())) {
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

  /** What is done with a row. */
  public interface RowVisitor {
    void visit(ResultSet row) throws SQLException;
  }

  public static void each(Connection connection, SqlFragment query, RowVisitor visitor)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query.sql())) {
      query.bind(statement, 1);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          visitor.visit(row);
        }
      }
    }
  }

  /** Returns the number of rows that were changed. */
  public static int update(Connection connection, SqlFragment statement) throws SQLException {
    try (PreparedStatement prepared = connection.prepareStatement(statement.sql())) {
      statement.bind(prepared, 1);
      return prepared.executeUpdate();
    }
  }

  public static long number(Connection connection, SqlFragment query) throws SQLException {
    return rows(connection, query, row -> row.getLong(1)).get(0);
  }

  public static String text(Connection connection, SqlFragment query) throws SQLException {
    return rows(connection, query, row -> row.getString(1)).get(0);
  }
}
