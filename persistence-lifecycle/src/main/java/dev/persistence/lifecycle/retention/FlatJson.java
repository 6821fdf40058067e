package dev.persistence.lifecycle.retention;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON objects whose values are texts or null, in one line each. Stateless. */
final class FlatJson {

  private FlatJson() {}

  static String write(Map<String, @Nullable String> values) {
    StringBuilder json = new StringBuilder("{");
    values.forEach(
        (name, value) -> {
          text(json.length() == 1 ? json : json.append(','), name);
          json.append(':');
          if (value == null) {
            json.append("null");
          } else {
            text(json, value);
          }
        });
    return json.append('}').toString();
  }

  private static void text(StringBuilder json, String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char each = text.charAt(i);
      if (each == '"' || each == '\\') {
        json.append('\\').append(each);
      } else if (each < ' ' || Character.isSurrogate(each) || each == '\u2028') {
        json.append(String.format("\\u%04x", (int) each));
      } else {
        json.append(each);
      }
    }
    json.append('"');
  }

  /**
   * Returns the values of an object that was written here.
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
