package dev.persistence.core.keyset;

import dev.persistence.core.Explanation;
import dev.persistence.core.PersistenceException;
import dev.persistence.core.sql.Dialect;
import dev.persistence.core.sql.Dialect.KeyComparison;
import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.core.sql.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rows of one table in the order of one key: conditions on positions, and reading. */
final class KeyOrder {

  private final Dialect dialect;
  private final TableName table;
  private final List<KeyColumn> key;
  private final List<Identifier> names;
  private final List<String> parameters;

  KeyOrder(Dialect dialect, TableName table, List<KeyColumn> key) {
    this.dialect = dialect;
    this.table = table;
    this.key = key;
    this.names = key.stream().map(KeyColumn::name).toList();
    this.parameters = key.stream().map(KeyColumn::parameter).toList();
  }

  /**
   * One row that was read.
   *
   * @param matches whether it meets the walk's condition
   */
  record Row(KeysetCursor key, boolean matches) {}

  SqlFragment condition(KeyComparison comparison, KeysetCursor position) {
    int columns = position.columns().size();
    return dialect.keyCondition(
        comparison, position.columns(), parameters.subList(0, columns), position.values());
  }

  /** Refuses a position that was made for another key. */
  void check(KeysetCursor position) {
    int columns = position.columns().size();
    boolean fits = columns <= names.size() && position.columns().equals(names.subList(0, columns));
    for (int i = 0; fits && i < columns; i++) {
      fits = KeyType.ofValue(position.values().get(i)) == key.get(i).type();
    }
    if (!fits) {
      String types =
          key.stream()
              .map(column -> column.name() + " " + column.type())
              .collect(Collectors.joining(", "));
      throw new PersistenceException(
          new Explanation(
              "The walk over \"" + table + "\" cannot use the " + position,
              "the key is (" + types + ")",
              "Start anew, or use the position with the table and the key it was made for"),
          null);
    }
  }

  /** Returns the next rows within the range, at most this many; null is no bound. */
  List<Row> read(
      Connection connection, @Nullable SqlFragment range, @Nullable SqlFragment condition, int most)
      throws SQLException {
    String sql =
        "SELECT "
            + dialect.quote(names)
            + (condition == null ? "" : ", CASE WHEN " + condition.sql() + " THEN 1 ELSE 0 END")
            + from(range)
            + ordered("")
            + " LIMIT "
            + most;
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      int next = condition == null ? 1 : condition.bind(select, 1);
      if (range != null) {
        range.bind(select, next);
      }
      List<Row> rows = new ArrayList<>();
      try (ResultSet result = select.executeQuery()) {
        while (result.next()) {
          boolean matches = condition == null || result.getInt(names.size() + 1) == 1;
          rows.add(new Row(position(result), matches));
        }
      }
      return rows;
    }
  }

  /**
   * Some rows that follow each other.
   *
   * @param rows how many at most
   * @param last behind which the next ones are
   */
  record Span(long rows, KeysetCursor last) {}

  /** Returns where the next rows end within the range, at most this many; null if there is none. */
  @Nullable Span span(Connection connection, @Nullable SqlFragment range, int most)
      throws SQLException {
    String next = "SELECT " + dialect.quote(names) + from(range) + ordered("") + " LIMIT ";
    KeysetCursor last = first(connection, next + "1 OFFSET " + (most - 1), range, this::position);
    return last != null
        ? new Span(most, last)
        : first(connection, counted(next + most), range, this::span);
  }

  /** To count them the server holds them all, which is spared as long as there are enough. */
  private String counted(String next) {
    return "SELECT "
        + dialect.quote(names)
        + ", COUNT(*) OVER () FROM ("
        + next
        + ") AS walked"
        + ordered(" DESC")
        + " LIMIT 1";
  }

  private Span span(ResultSet row) throws SQLException {
    return new Span(row.getLong(names.size() + 1), position(row));
  }

  /** Returns the position of the last row there is, or null if there is none. */
  @Nullable KeysetCursor end(Connection connection) throws SQLException {
    String sql = "SELECT " + dialect.quote(names) + from(null) + ordered(" DESC") + " LIMIT 1";
    return first(connection, sql, null, this::position);
  }

  /** What is read of a row. */
  @FunctionalInterface
  private interface Reading<T> {
    T of(ResultSet row) throws SQLException;
  }

  private static <T> @Nullable T first(
      Connection connection, String sql, @Nullable SqlFragment range, Reading<T> reading)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      if (range != null) {
        range.bind(select, 1);
      }
      try (ResultSet result = select.executeQuery()) {
        return result.next() ? reading.of(result) : null;
      }
    }
  }

  private String ordered(String direction) {
    return names.stream()
        .map(name -> dialect.quote(name) + direction)
        .collect(Collectors.joining(", ", " ORDER BY ", ""));
  }

  private String from(@Nullable SqlFragment range) {
    return " FROM " + dialect.quote(table) + (range == null ? "" : " WHERE " + range.sql());
  }

  private KeysetCursor position(ResultSet row) throws SQLException {
    List<Object> values = new ArrayList<>(key.size());
    for (int i = 0; i < key.size(); i++) {
      Object value = key.get(i).type().read(row, i + 1);
      if (value == null) {
        throw new PersistenceException(
            new Explanation(
                "The walk over \"" + table + "\" stopped",
                "column \"" + names.get(i) + "\" of its key holds NULL",
                "Name columns that are NOT NULL"),
            null);
      }
      values.add(value);
    }
    return new KeysetCursor(names, values);
  }
}
