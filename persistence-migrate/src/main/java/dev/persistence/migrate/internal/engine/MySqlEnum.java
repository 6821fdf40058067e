package dev.persistence.migrate.internal.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The text of an enum's type, as MySQL and MariaDB tell it: {@code enum('a','it''s')}. */
final class MySqlEnum {

  private static final String NAME = "enum(";

  private MySqlEnum() {}

  /** Returns its values; empty if it is no enum. */
  static List<String> values(String type) {
    List<String> values = new ArrayList<>();
    if (!type.toLowerCase(Locale.ROOT).startsWith(NAME)) {
      return values;
    }
    int at = NAME.length();
    while (type.charAt(at) == '\'') {
      int end = endOfValue(type, at);
      values.add(type.substring(at + 1, end).replace("''", "'"));
      at = type.charAt(end + 1) == ',' ? end + 2 : end + 1;
    }
    return values;
  }

  /** Returns where the quote is that ends the value which begins here. */
  private static int endOfValue(String type, int start) {
    int at = start + 1;
    while (type.charAt(at) != '\'' || type.charAt(at + 1) == '\'') {
      at += type.charAt(at) == '\'' ? 2 : 1;
    }
    return at;
  }

  /** Returns the type with these values, and all else as it is. */
  static String with(String type, List<String> values) {
    int at = NAME.length();
    while (type.charAt(at) == '\'') {
      int end = endOfValue(type, at);
      at = type.charAt(end + 1) == ',' ? end + 2 : end + 1;
    }
    List<String> literals = values.stream().map(MySqlSql::literal).toList();
    return NAME + String.join(",", literals) + type.substring(at);
  }
}
