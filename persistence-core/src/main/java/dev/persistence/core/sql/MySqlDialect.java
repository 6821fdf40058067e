package dev.persistence.core.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * MySQL, and what others have in common with it. Error codes: "Server Error Message Reference" of
 * its manual; limits of names: "Schema Object Names", 11.2.
 *
 * <p>A name may end with a backslash, but Connector/J then miscounts the placeholders behind it and
 * the statement fails.
 */
sealed class MySqlDialect extends Dialect permits MariaDbDialect, TiDbDialect, VitessDialect {

  static final Dialect MYSQL = new MySqlDialect();

  private static final int MAX_NAME_CHARACTERS = 64;

  /** What Connector/J takes for an escape of JDBC and replaces, in quoted names too. */
  private static final Pattern JDBC_ESCAPE =
      Pattern.compile("\\{\\s*(fn|oj|call|\\?|escape|(d|t|ts)\\s*')", Pattern.CASE_INSENSITIVE);

  /**
   * Types that compare with a bound value as they order. Not ENUM and SET, which order by number
   * and compare by text, and not what is inexact; the driver calls the former CHAR.
   */
  private static final Set<String> KEY_TYPES =
      Set.of(
          "tinyint",
          "smallint",
          "mediumint",
          "int",
          "bigint",
          "decimal",
          "char",
          "varchar",
          "tinytext",
          "text",
          "mediumtext",
          "longtext",
          "uuid",
          "date",
          "datetime",
          "timestamp",
          "binary",
          "varbinary",
          "tinyblob",
          "blob",
          "mediumblob",
          "longblob");

  @Override
  public String name() {
    return "MySQL";
  }

  @Override
  final String quotationMark() {
    return "`";
  }

  @Override
  final void checkLimits(String name) {
    int characters = name.codePointCount(0, name.length());
    if (characters != name.length()) {
      // MySQL would store a question mark for each of them.
      throw refused(name, "has a character beyond U+FFFF", "U+0001 to U+FFFF");
    }
    if (characters > MAX_NAME_CHARACTERS) {
      throw refused(name, "has " + characters + " characters", "at most 64");
    }
    if (JDBC_ESCAPE.matcher(name).find()) {
      throw refused(
          name,
          "has a JDBC escape, for which the driver would put other text",
          "no {fn, {oj, {call, {?, {escape, nor {d, {t, {ts before an apostrophe");
    }
    if (name.endsWith(" ")) {
      throw refused(name, "ends with a space", "no space at the end");
    }
  }

  private IllegalArgumentException refused(String name, String fault, String allowed) {
    return new IllegalArgumentException(
        "identifier \"" + name + "\" " + fault + "; allowed by " + name() + ": " + allowed);
  }

  @Override
  FailureKind classifyOne(SQLException failure) {
    return switch (failure.getErrorCode()) {
      // Its SQLState is that of a serialization failure.
      case 1213 -> FailureKind.DEADLOCK;
      case 1205, 3572 -> FailureKind.LOCK_TIMEOUT;
      case 3101 -> FailureKind.SERIALIZATION_FAILURE;
      case 1836, 1792 -> FailureKind.READ_ONLY;
      case 1290 -> readOnlyOption(failure) ? FailureKind.READ_ONLY : FailureKind.OTHER;
      case 1062, 1586 -> FailureKind.UNIQUE_VIOLATION;
      case 2006, 2013, 1040, 1053, 1927, 4031 -> FailureKind.CONNECTION_LOST;
      default -> Failures.byState(failure);
    };
  }

  /** Error 1290 is "the option … forbids this" for any option. */
  private static boolean readOnlyOption(SQLException failure) {
    String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    return message.contains("read-only") || message.contains("read_only");
  }

  /** An error in answer to COMMIT may come from behind the commit, such as a full binary log. */
  @Override
  public boolean mayHaveCommitted(SQLException failureOfCommit) {
    FailureKind kind = classify(failureOfCommit);
    if (Failures.noAnswer(failureOfCommit, kind)) {
      return true;
    }
    return kind == FailureKind.OTHER && !Failures.isRollbackState(failureOfCommit);
  }

  /**
   * The row comparison written out, since these engines scan the whole index for a row comparison:
   * {@code a > ? OR (a = ? AND b > ?)} becomes one range for each column.
   */
  @Override
  public final SqlFragment keyCondition(
      KeyComparison comparison,
      List<Identifier> key,
      List<String> parameters,
      List<Object> position) {
    StringJoiner alternatives = new StringJoiner(" OR ");
    List<@Nullable Object> values = new ArrayList<>();
    for (int last = 0; last < key.size(); last++) {
      StringJoiner columns = new StringJoiner(" AND ", "(", ")");
      for (int column = 0; column <= last; column++) {
        columns.add(
            quote(key.get(column))
                + " "
                + operator(comparison, column, last, key.size())
                + " "
                + parameters.get(column));
        values.add(bindable(position.get(column)));
      }
      alternatives.add(columns.toString());
    }
    return new SqlFragment("(" + alternatives + ")", values);
  }

  /** A point in time goes as text, since a driver may have been told to cut off its fraction. */
  private static Object bindable(Object value) {
    return value instanceof LocalDateTime time ? time.toString().replace('T', ' ') : value;
  }

  private static String operator(KeyComparison comparison, int column, int last, int size) {
    if (column < last) {
      return "=";
    }
    return last == size - 1 ? comparison.operator() : comparison.strictOperator();
  }

  @Override
  public final @Nullable String keyParameter(
      Connection connection, TableName table, Identifier column) throws SQLException {
    String sql =
        "SELECT data_type FROM information_schema.columns"
            + " WHERE table_schema = COALESCE(?, DATABASE()) AND table_name = ? AND column_name = ?";
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      bindTable(select, table);
      select.setString(3, column.name());
      try (ResultSet row = select.executeQuery()) {
        String type = row.next() ? row.getString(1).toLowerCase(Locale.ROOT) : "";
        boolean usable =
            KEY_TYPES.contains(type)
                && (!type.equals("timestamp") || sessionZoneHasNoClockChanges(connection));
        return usable ? "?" : null;
      }
    }
  }

  /** A TIMESTAMP is shown in the session's zone, where a clock change shows two of them alike. */
  private static boolean sessionZoneHasNoClockChanges(Connection connection) throws SQLException {
    String sql =
        "SELECT CASE @@session.time_zone WHEN 'SYSTEM' THEN @@system_time_zone"
            + " ELSE @@session.time_zone END";
    try (PreparedStatement select = connection.prepareStatement(sql);
        ResultSet row = select.executeQuery()) {
      row.next();
      return hasNoClockChanges(String.valueOf(row.getString(1)));
    }
  }

  /** In doubt it has: a name such as CET may be a fixed offset and may not. */
  static boolean hasNoClockChanges(String zone) {
    return zone.matches("[+-]\\d{1,2}:\\d\\d|UTC|GMT|Etc/UTC|Z");
  }

  @Override
  public final List<Identifier> primaryKey(Connection connection, TableName table)
      throws SQLException {
    return uniqueKeys(connection, table, "index_name = 'PRIMARY'").stream()
        .findFirst()
        .orElse(List.of());
  }

  @Override
  public final boolean isUnique(Connection connection, TableName table, List<Identifier> columns)
      throws SQLException {
    // Names of columns differ by more than case and accents here.
    Set<String> given = new HashSet<>();
    columns.forEach(column -> given.add(column.name().toLowerCase(Locale.ROOT)));
    return uniqueKeys(connection, table, "non_unique = 0").stream()
        .anyMatch(
            key ->
                key.stream()
                    .allMatch(column -> given.contains(column.name().toLowerCase(Locale.ROOT))));
  }

  private static List<List<Identifier>> uniqueKeys(
      Connection connection, TableName table, String only) throws SQLException {
    String sql =
        "SELECT index_name, column_name FROM information_schema.statistics"
            + " WHERE table_schema = COALESCE(?, DATABASE()) AND table_name = ? AND "
            + only
            + " ORDER BY index_name, seq_in_index";
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      bindTable(select, table);
      try (ResultSet rows = select.executeQuery()) {
        return IndexRows.grouped(rows);
      }
    }
  }

  private static void bindTable(PreparedStatement select, TableName table) throws SQLException {
    Identifier schema = table.schema();
    select.setString(1, schema == null ? null : schema.name());
    select.setString(2, table.name().name());
  }

  @Override
  public final String currentTimestamp() {
    return "CURRENT_TIMESTAMP(6)";
  }

  @Override
  public final String orderTerm(String expression, boolean descending, boolean nullsFirst) {
    String nulls = expression + " IS NULL" + (nullsFirst ? " DESC, " : ", ");
    return nulls + expression + (descending ? " DESC" : "");
  }

  /** As bytes, since even a binary collation of text may pay no attention to blanks at the end. */
  @Override
  public final String byCodePoints(String text) {
    return "CAST(CONVERT(" + text + " USING utf8mb4) AS BINARY)";
  }

  @Override
  public final String extremeByCodePoints(String function, String text) {
    return "CONVERT(" + function + "(" + byCodePoints(text) + ") USING utf8mb4)";
  }

  /** Connector/J streams row by row when told so, and else keeps all rows. */
  @Override
  public final int cursorFetchSize(int rows) {
    return Integer.MIN_VALUE;
  }
}
