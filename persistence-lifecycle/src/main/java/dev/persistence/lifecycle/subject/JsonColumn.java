package dev.persistence.lifecycle.subject;

import dev.persistence.lifecycle.Column;
import dev.persistence.lifecycle.internal.engine.Engine;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a column is read, and what its values are in JSON: numbers as numbers with all their digits,
 * truth values, times by ISO 8601, bytes in Base64, and all else as the database's own text.
 *
 * <p>MySQL and MariaDB are asked for texts, and for a point in time as seconds, so that neither the
 * zone of a session nor the options of a driver matter.
 */
final class JsonColumn {

  private static final BigDecimal NANOS = BigDecimal.valueOf(1_000_000_000);

  private static final Set<String> BYTES =
      Set.of(
          "bytea",
          "binary",
          "varbinary",
          "tinyblob",
          "blob",
          "mediumblob",
          "longblob",
          "geometry",
          "point",
          "linestring",
          "polygon",
          "multipoint",
          "multilinestring",
          "multipolygon",
          "geometrycollection",
          "geomcollection",
          "vector");

  private final Column column;
  private final Engine engine;
  private final String type;

  JsonColumn(Column column, Engine engine) {
    this.column = column;
    this.engine = engine;
    this.type = column.type().toLowerCase(Locale.ROOT).replaceFirst("[ (].*", "");
  }

  String name() {
    return column.name().name();
  }

  /** Returns the expression by which the column of the table of this alias is read. */
  String select(String alias) {
    String value = engine.words().column(alias, column.name());
    if (engine.isPostgreSql() || isBytes()) {
      return value;
    }
    return switch (type) {
      case "timestamp" -> "UNIX_TIMESTAMP(" + value + ")";
      case "bit" -> engine.words().text("(" + value + " + 0)");
      case "float" -> engine.words().text("(" + value + " + 0E0)");
      default -> engine.words().text(value);
    };
  }

  private boolean isBytes() {
    return engine.isPostgreSql() ? type.equals("bytea") : BYTES.contains(type);
  }

  /** Returns the value of the row that was read so; null for NULL. */
  @Nullable Object read(ResultSet row, int index) throws SQLException {
    if (isBytes()) {
      byte[] bytes = row.getBytes(index);
      return bytes == null ? null : Base64.getEncoder().encodeToString(bytes);
    }
    String text = row.getString(index);
    if (text == null) {
      return null;
    }
    return engine.isPostgreSql() ? onPostgreSql(text, row, index) : onMySql(text);
  }

  /** Infinity, which a time may be there too, stays a text. */
  private Object onPostgreSql(String text, ResultSet row, int index) throws SQLException {
    if (type.equals("boolean")) {
      return row.getBoolean(index);
    }
    if (column.kind() == Column.Kind.NUMBER) {
      return number(text);
    }
    if (!type.equals("timestamp") || text.endsWith("infinity")) {
      return text;
    }
    return column.type().endsWith("with time zone")
        ? time(row.getObject(index, OffsetDateTime.class))
        : time(row.getObject(index, LocalDateTime.class));
  }

  private Object onMySql(String text) {
    return switch (type) {
      case "bit" -> column.type().equals("bit(1)") ? (Object) text.equals("1") : number(text);
      case "timestamp" -> instant(new BigDecimal(text));
      case "datetime" -> time(text);
      default -> column.kind() == Column.Kind.NUMBER ? number(text) : text;
    };
  }

  /** What JSON has no number for, such as NaN, or money with its sign, stays a text. */
  private static Object number(String text) {
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException other) {
      return text;
    }
  }

  private static String time(OffsetDateTime time) {
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
        time.withOffsetSameInstant(ZoneOffset.UTC));
  }

  private static String time(LocalDateTime time) {
    return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(time);
  }

  /** A day of zeros is no time, and stays a text. */
  private static String time(String text) {
    try {
      return time(LocalDateTime.parse(text.replace(' ', 'T')));
    } catch (DateTimeParseException zeros) {
      return text;
    }
  }

  /** No timestamp is of the first second of all: zero stands for a day of zeros there. */
  private static String instant(BigDecimal seconds) {
    if (seconds.signum() == 0) {
      return "0000-00-00 00:00:00";
    }
    long whole = seconds.longValue();
    int nanos = seconds.remainder(BigDecimal.ONE).multiply(NANOS).intValue();
    return time(Instant.ofEpochSecond(whole, nanos).atOffset(ZoneOffset.UTC));
  }
}
