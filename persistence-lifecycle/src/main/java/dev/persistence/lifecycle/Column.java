package dev.persistence.lifecycle;

import dev.persistence.core.sql.Identifier;
import org.jspecify.annotations.Nullable;

/**
 * A column as the database's catalog has it.
 *
 * @param type SQL text of the type
 * @param kind what sort of values it has
 * @param parameter the placeholder for one of its values
 * @param length the most characters of a text, or null if there is no limit or it is no text
 * @param generation the expression it is computed by, in the database's words, or null
 */
public record Column(
    Identifier name,
    String type,
    Kind kind,
    String parameter,
    boolean nullable,
    @Nullable Integer length,
    @Nullable String generation) {

  /** What sort of values a column has, as far as the life of data depends on it. */
  public enum Kind {
    TEXT,
    /** Whole or not. */
    NUMBER,
    /** A day or a point in time. */
    TIME,
    OTHER
  }
}
