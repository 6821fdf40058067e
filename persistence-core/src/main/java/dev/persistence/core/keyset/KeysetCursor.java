package dev.persistence.core.keyset;

import dev.persistence.core.Arguments;
import dev.persistence.core.sql.Identifier;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A position in the order of a key: the values of its columns, or of the first few of them.
 *
 * <p>{@link #encode()} makes a line of printable ASCII of it, from which {@link #decode} makes an
 * equal one: to be stored in the transaction of the batch that it follows. Whole numbers are {@link
 * Long}, decimals {@link java.math.BigDecimal}, text {@link String}, then {@link java.util.UUID},
 * {@link java.time.LocalDate}, {@link java.time.LocalDateTime}, {@link java.time.OffsetDateTime}
 * and {@code byte[]}. Holds the names of its columns, so that it is never taken for a position in
 * another key, but not that of the table. Immutable.
 */
public final class KeysetCursor {

  private final List<Identifier> columns;
  private final List<Object> values;

  KeysetCursor(List<Identifier> columns, List<Object> values) {
    this.columns = columns;
    this.values = values;
  }

  /**
   * Returns the position of these values.
   *
   * @param columns most significant first, at least one
   * @param values one for each column; shorter numbers and {@link java.time.Instant} are taken for
   *     their wider kinds
   */
  public static KeysetCursor of(List<Identifier> columns, List<?> values) {
    List<Identifier> names = checked(columns);
    List<Object> given = Arguments.listOf("values", values);
    Arguments.inRange("number of values", given.size(), names.size(), names.size());
    List<Object> normalized = given.stream().map(KeyType::normalized).toList();
    normalized.forEach(KeyType::check);
    return new KeysetCursor(names, normalized);
  }

  /** Returns the columns of a key, or rejects nonsense. */
  static List<Identifier> checked(List<Identifier> columns) {
    List<Identifier> names = Arguments.listOf("columns", columns);
    Arguments.inRange("number of columns", names.size(), 1, Integer.MAX_VALUE);
    if (new HashSet<>(names).size() < names.size()) {
      throw new IllegalArgumentException("columns is " + names + "; allowed: each column once");
    }
    return names;
  }

  /**
   * Returns the position that this text was made of.
   *
   * @throws IllegalArgumentException if the text was not made by {@link #encode()}
   */
  public static KeysetCursor decode(String text) {
    return CursorText.decode(Arguments.notNull("cursor", text));
  }

  /** Returns the columns, most significant first. */
  public List<Identifier> columns() {
    return columns;
  }

  /** Returns one value for each column. */
  public List<Object> values() {
    return values.stream().map(KeyType::normalized).toList();
  }

  /** Returns the position as one line of printable ASCII without blanks. */
  public String encode() {
    return CursorText.encode(columns, values);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof KeysetCursor that && encode().equals(that.encode());
  }

  @Override
  public int hashCode() {
    return Objects.hash(encode());
  }

  /** Returns the columns alone: a key may be a personal value, which belongs in no log. */
  @Override
  public String toString() {
    return "position in " + columns;
  }
}
