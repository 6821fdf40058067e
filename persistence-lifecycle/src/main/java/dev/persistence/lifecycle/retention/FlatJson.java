package dev.persistence.lifecycle.retention;

import dev.persistence.lifecycle.internal.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads JSON objects whose values are texts or null, in one line each. Stateless. */
final class FlatJson {

  private FlatJson() {}

  /**
   * Returns the values of an object that {@link Json} wrote.
   *
   * @throws IllegalArgumentException if it was not
   */
  static Map<String, @Nullable String> read(String json) {
    Reader reader = new Reader(json);
    Map<String, @Nullable String> values = new LinkedHashMap<>();
    reader.expect('{');
    while (!reader.at('}')) {
      if (!values.isEmpty()) {
        reader.expect(',');
      }
      String name = reader.text();
      reader.expect(':');
      values.put(name, reader.at('n') ? reader.nothing() : reader.text());
    }
    reader.expect('}');
    return values;
  }

  /** A place in the text. Not thread-safe. */
  private static final class Reader {
    private final String json;
    private int next;

    private Reader(String json) {
      this.json = json;
    }

    private boolean at(char expected) {
      return next < json.length() && json.charAt(next) == expected;
    }

    private void expect(char expected) {
      if (!at(expected)) {
        throw new IllegalArgumentException("no " + expected + " at character " + next);
      }
      next++;
    }

    private @Nullable String nothing() {
      if (!json.startsWith("null", next)) {
        throw new IllegalArgumentException("no value at character " + next);
      }
      next += 4;
      return null;
    }

    private String text() {
      expect('"');
      StringBuilder text = new StringBuilder();
      while (!at('"')) {
        if (next >= json.length()) {
          throw new IllegalArgumentException("no end of the text that ends the line");
        }
        char each = json.charAt(next++);
        if (each != '\\') {
          text.append(each);
        } else if (at('u')) {
          text.append((char) Integer.parseInt(json.substring(next + 1, next + 5), 16));
          next += 5;
        } else {
          text.append(json.charAt(next++));
        }
      }
      next++;
      return text.toString();
    }
  }
}
