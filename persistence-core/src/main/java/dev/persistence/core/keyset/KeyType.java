package dev.persistence.core.keyset;

import dev.persistence.core.Arguments;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A kind of value that a key may hold: how it is read, and its text, without loss. */
enum KeyType {
  INTEGER('i', Long.class),
  DECIMAL('n', BigDecimal.class),
  TEXT('t', String.class),
  UUID_VALUE('u', UUID.class),
  DATE('d', LocalDate.class),
  TIMESTAMP('s', LocalDateTime.class),
  TIMESTAMP_WITH_ZONE('z', OffsetDateTime.class),
  BYTES('b', byte[].class);

  /** The digits of PostgreSQL's numeric before the point, the most there are, and some. */
  private static final int LARGEST_SCALE = 200_000;

  private final char tag;
  private final Class<?> type;

  KeyType(char tag, Class<?> type) {
    this.tag = tag;
    this.type = type;
  }

  /** Returns the kind of a column as its driver describes it, or null if it cannot be a key. */
  static @Nullable KeyType ofColumn(int jdbcType, String typeName) {
    return switch (jdbcType) {
      case Types.TINYINT, Types.SMALLINT, Types.INTEGER -> INTEGER;
      case Types.BIGINT -> typeName.contains("UNSIGNED") ? DECIMAL : INTEGER;
      // MySQL's driver takes TINYINT(1) for a truth value; PostgreSQL's calls its own "bool".
      case Types.BIT -> typeName.equals("BIT") ? INTEGER : null;
      case Types.NUMERIC, Types.DECIMAL -> DECIMAL;
      case Types.CHAR, Types.VARCHAR, Types.LONGVARCHAR -> TEXT;
      case Types.DATE -> DATE;
      case Types.TIMESTAMP -> typeName.equals("timestamptz") ? TIMESTAMP_WITH_ZONE : TIMESTAMP;
      case Types.TIMESTAMP_WITH_TIMEZONE -> TIMESTAMP_WITH_ZONE;
      case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY -> BYTES;
      default -> typeName.equals("uuid") ? UUID_VALUE : null;
    };
  }

  /** Returns the kind with this tag, or null. */
  static @Nullable KeyType ofTag(char tag) {
    for (KeyType type : values()) {
      if (type.tag == tag) {
        return type;
      }
    }
    return null;
  }

  /** Returns the kind of a value that {@link #normalized} returned. */
  static KeyType ofValue(Object value) {
    for (KeyType type : values()) {
      if (type.type.isInstance(value)) {
        return type;
      }
    }
    throw new IllegalArgumentException(
        "position has a value of "
            + value.getClass().getName()
            + "; allowed: byte, short, int, long, BigInteger, BigDecimal, String, UUID, LocalDate,"
            + " LocalDateTime, OffsetDateTime, Instant, byte[]");
  }

  /** Rejects a value that a driver would send as gigabytes of digits. */
  static void check(Object value) {
    ofValue(value);
    if (value instanceof BigDecimal number) {
      Arguments.inRange("scale of a decimal", number.scale(), -LARGEST_SCALE, LARGEST_SCALE);
    }
  }

  /** Returns the value as the one class that stands for its kind. */
  static Object normalized(Object value) {
    if (value instanceof Byte || value instanceof Short || value instanceof Integer) {
      return ((Number) value).longValue();
    }
    if (value instanceof BigInteger number) {
      return new BigDecimal(number);
    }
    if (value instanceof Instant instant) {
      return instant.atOffset(ZoneOffset.UTC);
    }
    return value instanceof byte[] bytes ? bytes.clone() : value;
  }

  char tag() {
    return tag;
  }

  String encode(Object value) {
    return this == BYTES
        ? Base64.getUrlEncoder().withoutPadding().encodeToString((byte[]) value)
        : value.toString();
  }

  /** Throws a {@link RuntimeException} of the type's own parser for a text that is none of it. */
  Object decode(String text) {
    return switch (this) {
      case INTEGER -> Long.valueOf(text);
      case DECIMAL -> new BigDecimal(text);
      case TEXT -> text;
      case UUID_VALUE -> UUID.fromString(text);
      case DATE -> LocalDate.parse(text);
      case TIMESTAMP -> LocalDateTime.parse(text);
      case TIMESTAMP_WITH_ZONE -> OffsetDateTime.parse(text);
      case BYTES -> Base64.getUrlDecoder().decode(text);
    };
  }

  /** Returns the column's value, or null for NULL. */
  @Nullable Object read(ResultSet row, int column) throws SQLException {
    Object value =
        switch (this) {
          case INTEGER -> row.getLong(column);
          case DECIMAL -> row.getBigDecimal(column);
          case TEXT -> row.getString(column);
          case BYTES -> row.getBytes(column);
          default -> row.getObject(column, type);
        };
    return row.wasNull() ? null : value;
  }
}
