package dev.persistence.core.keyset;

import dev.persistence.core.sql.Identifier;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The text of a cursor: {@code k1;tenant=i42;code=tA7}.
 *
 * <p>{@code k1} is the version; then for each column its name, the tag of the {@link KeyType} and
 * the value. All but printable ASCII, and the three marks, is written as a backslash, the letter u
 * and the four hexadecimal digits of a UTF-16 unit.
 */
final class CursorText {

  private static final String VERSION = "k1";
  private static final int ESCAPE_LENGTH = 6;

  private CursorText() {}

  static String encode(List<Identifier> columns, List<Object> values) {
    StringBuilder text = new StringBuilder(VERSION);
    for (int i = 0; i < columns.size(); i++) {
      KeyType type = KeyType.ofValue(values.get(i));
      escape(columns.get(i).name(), text.append(';'));
      escape(type.encode(values.get(i)), text.append('=').append(type.tag()));
    }
    return text.toString();
  }

  static KeysetCursor decode(String text) {
    String[] parts = text.split(";", -1);
    if (parts.length < 2 || !parts[0].equals(VERSION)) {
      throw unreadable(null);
    }
    List<Identifier> columns = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    for (int i = 1; i < parts.length; i++) {
      int mark = parts[i].indexOf('=');
      KeyType type =
          mark < 0 || mark + 1 == parts[i].length()
              ? null
              : KeyType.ofTag(parts[i].charAt(mark + 1));
      if (type == null) {
        throw unreadable(null);
      }
      try {
        columns.add(Identifier.of(unescape(parts[i].substring(0, mark))));
        values.add(type.decode(unescape(parts[i].substring(mark + 2))));
      } catch (RuntimeException malformed) { // Each type's parser has its own kind.
        throw unreadable(malformed);
      }
    }
    KeysetCursor cursor = position(columns, values);
    if (!cursor.encode().equals(text)) {
      throw unreadable(null);
    }
    return cursor;
  }

  private static KeysetCursor position(List<Identifier> columns, List<Object> values) {
    try {
      return KeysetCursor.of(columns, values);
    } catch (IllegalArgumentException nonsense) {
      throw unreadable(nonsense);
    }
  }

  private static IllegalArgumentException unreadable(@Nullable RuntimeException cause) {
    return new IllegalArgumentException(
        "cursor cannot be read; allowed: text that KeysetCursor.encode() made", cause);
  }

  private static void escape(String raw, StringBuilder text) {
    for (int i = 0; i < raw.length(); i++) {
      char unit = raw.charAt(i);
      if (unit <= ' ' || unit >= 0x7f || unit == ';' || unit == '=' || unit == '\\') {
        text.append(String.format("\\u%04x", (int) unit));
      } else {
        text.append(unit);
      }
    }
  }

  private static String unescape(String text) {
    StringBuilder raw = new StringBuilder(text.length());
    int i = 0;
    while (i < text.length()) {
      if (text.charAt(i) == '\\') {
        raw.append((char) Integer.parseInt(text.substring(i + 2, i + ESCAPE_LENGTH), 16));
        i += ESCAPE_LENGTH;
      } else {
        raw.append(text.charAt(i++));
      }
    }
    return raw.toString();
  }
}
