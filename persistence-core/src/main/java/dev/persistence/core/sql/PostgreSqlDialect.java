package dev.persistence.core.sql;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL. Error codes: appendix A of its manual; limits of names: "Lexical Structure", 4.1.1.
 */
final class PostgreSqlDialect extends Dialect {

  static final Dialect POSTGRESQL = new PostgreSqlDialect();

  private static final int MAX_NAME_BYTES = 63;

  @Override
  public String name() {
    return "PostgreSQL";
  }

  @Override
  String quotationMark() {
    return "\"";
  }

  @Override
  void checkLimits(String name) {
    int bytes = name.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_NAME_BYTES) {
      // The server would cut the name off, with no more than a notice, and mean another object.
      throw new IllegalArgumentException(
          "identifier \"" + name + "\" has " + bytes + " bytes; allowed by PostgreSQL: at most 63");
    }
  }

  @Override
  FailureKind classifyOne(SQLException failure) {
    return switch (Failures.state(failure)) {
      case "55P03" -> FailureKind.LOCK_TIMEOUT;
      // The server ends the connection with these; 25Pxx and 57P05 are its idle time-outs.
      case "57P01", "57P02", "57P03", "57P04", "57P05", "25P03", "25P04", "53300" ->
          FailureKind.CONNECTION_LOST;
      default -> Failures.byState(failure);
    };
  }

  /** An ERROR in answer to COMMIT always means that the transaction was rolled back. */
  @Override
  public boolean mayHaveCommitted(SQLException failureOfCommit) {
    return Failures.noAnswer(failureOfCommit, classify(failureOfCommit));
  }

  /** The row comparison of the standard, which a B-tree index over the columns serves directly. */
  @Override
  public SqlFragment keyCondition(
      KeyComparison comparison,
      List<Identifier> key,
      List<String> parameters,
      List<Object> position) {
    String sql =
        "("
            + quote(key)
            + ") "
            + comparison.operator()
            + " ("
            + String.join(", ", parameters)
            + ")";
    return new SqlFragment(sql, new ArrayList<>(position));
  }

  /**
   * A bound text has the type varchar, and an operator of varchar is not always that of the column:
   * padded text and citext would compare as plain text. So the cast names the column's type.
   */
  @Override
  public @Nullable String keyParameter(Connection connection, TableName table, Identifier column)
      throws SQLException {
    // With -1 for the length: "character" alone would mean one character and cut the value off.
    String sql =
        "SELECT pg_catalog.format_type(atttypid, -1) FROM pg_catalog.pg_attribute"
            + " WHERE attrelid = CAST(? AS regclass) AND attname = ? AND attnum > 0";
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, quote(table));
      select.setString(2, column.name());
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? "CAST(? AS " + row.getString(1) + ")" : null;
      }
    }
  }

  @Override
  public List<Identifier> primaryKey(Connection connection, TableName table) throws SQLException {
    return uniqueKeys(connection, table, "i.indisprimary").stream().findFirst().orElse(List.of());
  }

  @Override
  public boolean isUnique(Connection connection, TableName table, List<Identifier> columns)
      throws SQLException {
    Set<Identifier> given = new HashSet<>(columns);
    // A table that others inherit from shows their rows too, for which its indexes do not vouch.
    String vouching =
        "i.indpred IS NULL AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_inherits h"
            + " JOIN pg_catalog.pg_class c ON c.oid = h.inhparent"
            + " WHERE h.inhparent = i.indrelid AND c.relkind <> 'p')";
    return uniqueKeys(connection, table, vouching).stream().anyMatch(given::containsAll);
  }

  private List<List<Identifier>> uniqueKeys(Connection connection, TableName table, String only)
      throws SQLException {
    // Values that differ for the index may be equal for the column, if its collation says so.
    String sql =
        "SELECT i.indexrelid, CASE WHEN i.indcollation[p.n] = a.attcollation"
            + " OR COALESCE(l.collisdeterministic, TRUE) THEN a.attname END"
            + " FROM pg_catalog.pg_index i"
            + " CROSS JOIN LATERAL pg_catalog.generate_series(0, i.indnkeyatts - 1) AS p(n)"
            + " JOIN pg_catalog.pg_attribute a"
            + " ON a.attrelid = i.indrelid AND a.attnum = i.indkey[p.n]"
            + " LEFT JOIN pg_catalog.pg_collation l ON l.oid = a.attcollation"
            + " WHERE i.indrelid = CAST(? AS regclass)"
            + " AND i.indisunique AND i.indisvalid AND i.indexprs IS NULL AND "
            + only
            + " ORDER BY i.indexrelid, p.n";
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, quote(table));
      try (ResultSet rows = select.executeQuery()) {
        return IndexRows.grouped(rows);
      }
    }
  }

  @Override
  public String currentTimestamp() {
    return "statement_timestamp()";
  }

  @Override
  public String orderTerm(String expression, boolean descending, boolean nullsFirst) {
    return expression + (descending ? " DESC" : "") + (nullsFirst ? " NULLS FIRST" : " NULLS LAST");
  }

  @Override
  public String byCodePoints(String text) {
    return text + " COLLATE \"C\"";
  }

  @Override
  public String extremeByCodePoints(String function, String text) {
    return function + "(" + byCodePoints(text) + ")";
  }

  @Override
  public int cursorFetchSize(int rows) {
    return rows;
  }
}
