package dev.persistence.core.sql;

import dev.persistence.core.Arguments;
import java.nio.charset.StandardCharsets;

/**
 * The name of a column, a table or a schema, exactly as the database stores it.
 *
 * <p>Never folded, never quoted: {@code Identifier.of("Order Total")} is that very name, capitals
 * and blank included. Only a {@link Dialect} turns it into SQL text. The rules here are those that
 * every engine shares; {@link Dialect#quote(Identifier)} applies those of its engine. Immutable.
 *
 * @param name not empty, without NUL, without half of a surrogate pair
 */
public record Identifier(String name) {

  public Identifier {
    Arguments.notNull("identifier", name);
    if (name.isEmpty()) {
      throw new IllegalArgumentException("identifier is empty; allowed: at least one character");
    }
    if (name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "identifier \""
              + name.replace("\0", "\\0")
              + "\" contains NUL; allowed: any character but NUL");
    }
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
      // A driver would send a question mark instead, and so name another column.
      throw new IllegalArgumentException(
          "identifier \"" + name + "\" is not valid Unicode; allowed: no lone surrogates");
    }
  }

  /** Returns the identifier of this name. */
  public static Identifier of(String name) {
    return new Identifier(name);
  }

  /** Returns the bare name, for messages; SQL text takes {@link Dialect#quote(Identifier)}. */
  @Override
  public String toString() {
    return name;
  }
}
