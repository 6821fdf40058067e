package dev.persistence.migrate.internal.lint;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The type of a column, in the shortest of its names.
 *
 * @param arguments what stands in brackets, such as a length
 * @param suffix what follows and belongs to it, in lower case: {@code unsigned}, {@code []}
 * @param charset named with it, empty if none
 */
record SqlType(String name, List<String> arguments, String suffix, String charset) {

  private static final Set<String> SUFFIXES = Set.of("unsigned", "zerofill", "[", "]", "array");

  SqlType {
    arguments = List.copyOf(arguments);
  }

  /** Reads a type, and stops behind it. */
  static SqlType read(Cursor cursor) {
    String name = longName(cursor.nameText().toLowerCase(Locale.ROOT), cursor);
    List<String> arguments = new ArrayList<>();
    if (cursor.isAt("(")) {
      new Cursor(cursor.group()).parts().forEach(part -> arguments.add(Cursor.text(part)));
    }
    String base = zone(shortName(name), cursor);
    Tail tail = tail(cursor);
    return new SqlType(base, arguments, tail.suffix(), tail.charset());
  }

  /** What may follow a type and belongs to it. */
  record Tail(String suffix, String charset) {
    boolean isEmpty() {
      return suffix.isEmpty() && charset.isEmpty();
    }
  }

  /** Reads what follows a type and belongs to it, in whatever order, and stops behind it. */
  static Tail tail(Cursor cursor) {
    StringBuilder suffix = new StringBuilder();
    StringBuilder charset = new StringBuilder();
    boolean more = true;
    while (more) {
      more = false;
      Token token = cursor.peek();
      if (token != null && SUFFIXES.contains(token.text().toLowerCase(Locale.ROOT))) {
        suffix.append(token.text().toLowerCase(Locale.ROOT));
        cursor.next();
        more = true;
      } else if (token != null && token.kind() == Token.Kind.NUMBER && suffix.indexOf("[") >= 0) {
        cursor.next();
        more = true;
      } else if (cursor.accept("CHARACTER", "SET") || cursor.acceptAny("CHARSET", "COLLATE")) {
        cursor.accept("="); // So do the options of a table.
        charset.append(cursor.nameText().toLowerCase(Locale.ROOT)).append(' ');
        more = true;
      }
    }
    return new Tail(suffix.toString(), charset.toString().strip());
  }

  static SqlType of(String text, boolean mySql) {
    return read(new Cursor(Lexer.tokens(text, mySql)));
  }

  private static String longName(String first, Cursor cursor) {
    if (first.equals("double") && cursor.accept("PRECISION")) {
      return "float8";
    }
    if (Set.of("character", "char", "bit", "nchar").contains(first) && cursor.accept("VARYING")) {
      return first.equals("bit") ? "varbit" : "varchar";
    }
    if (first.equals("national")) {
      boolean varchar = cursor.accept("VARCHAR");
      cursor.acceptAny("CHARACTER", "CHAR");
      return varchar || cursor.accept("VARYING") ? "varchar" : "char";
    }
    return first;
  }

  private static String zone(String base, Cursor cursor) {
    if (cursor.accept("WITH", "TIME", "ZONE")) {
      return base + "tz";
    }
    cursor.accept("WITHOUT", "TIME", "ZONE");
    return base;
  }

  private static String shortName(String name) {
    return switch (name) {
      case "character" -> "char";
      case "integer", "int4" -> "int";
      case "int8" -> "bigint";
      case "int2" -> "smallint";
      case "decimal", "dec" -> "numeric";
      case "boolean" -> "bool";
      case "real" -> "float4";
      case "bpchar", "nchar" -> "char";
      case "serial4" -> "serial";
      case "serial8" -> "bigserial";
      case "serial2" -> "smallserial";
      default -> name.startsWith("pg_catalog.") ? shortName(name.substring(11)) : name;
    };
  }

  /** Returns it with this character set unless it names one. */
  SqlType inCharset(String other) {
    return charset.isEmpty() ? new SqlType(name, arguments, suffix, other) : this;
  }

  /** Returns the argument as a number, or the other value if there is none. */
  int number(int index, int otherwise) {
    if (index >= arguments.size() || !arguments.get(index).matches("-?\\d{1,9}")) {
      return otherwise;
    }
    return Integer.parseInt(arguments.get(index));
  }

  @Override
  public String toString() {
    String brackets = arguments.isEmpty() ? "" : "(" + String.join(",", arguments) + ")";
    return name + brackets + (suffix.isEmpty() ? "" : " " + suffix);
  }
}
