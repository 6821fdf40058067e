package dev.persistence.lifecycle.internal;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One JSON object that is written from its first member to its last. Not thread-safe. */
public final class Json {

  private final StringBuilder text = new StringBuilder("{");

  private Json() {}

  public static Json object() {
    return new Json();
  }

  /**
   * Adds a member.
   *
   * @param value null, a text, a truth value, a number, an object of this class, or a list of these
   */
  public Json put(String name, @Nullable Object value) {
    text.append(text.length() == 1 ? "" : ",");
    quote(name);
    text.append(':');
    write(value);
    return this;
  }

  private void write(@Nullable Object value) {
    if (value instanceof List<?> list) {
      text.append('[');
      for (int i = 0; i < list.size(); i++) {
        text.append(i == 0 ? "" : ",");
        write(list.get(i));
      }
      text.append(']');
    } else if (value instanceof BigDecimal number) {
      text.append(number.toPlainString());
    } else if (value == null || isLiteral(value)) {
      text.append(value);
    } else {
      quote(Objects.requireNonNull(value.toString()));
    }
  }

  private static boolean isLiteral(Object value) {
    return value instanceof Json
        || value instanceof Boolean
        || value instanceof Long
        || value instanceof Integer;
  }

  private void quote(String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char each = value.charAt(i);
      if (each == '"' || each == '\\') {
        text.append('\\').append(each);
      } else if (each < ' ' || (Character.isSurrogate(each) && !isPaired(value, i))) {
        text.append("\\u%04x".formatted((int) each));
      } else {
        text.append(each);
      }
    }
    text.append('"');
  }

  private static boolean isPaired(String value, int index) {
    char each = value.charAt(index);
    return Character.isHighSurrogate(each)
        ? index + 1 < value.length() && Character.isLowSurrogate(value.charAt(index + 1))
        : index > 0 && Character.isHighSurrogate(value.charAt(index - 1));
  }

  @Override
  public String toString() {
    return text + "}";
  }
}
