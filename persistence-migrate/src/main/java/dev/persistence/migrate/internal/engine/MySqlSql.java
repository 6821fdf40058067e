package dev.persistence.migrate.internal.engine;

import dev.persistence.core.sql.Dialect;
import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.TableName;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Pieces of SQL text for MySQL and MariaDB: names, literals, expressions over a row, probes. */
record MySqlSql(Dialect dialect) {

  String quote(Identifier name) {
    return dialect.quote(name);
  }

  String quote(TableName name) {
    return dialect.quote(name);
  }

  String beside(Table table, String name) {
    return quote(new TableName(table.name().schema(), Identifier.of(name)));
  }

  static String literal(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
  }

  private static final Pattern LARGE =
      Pattern.compile("^(tiny|medium|long)?(text|blob)", Pattern.CASE_INSENSITIVE);

  private static final Pattern BYTES =
      Pattern.compile("^(var)?binary|blob", Pattern.CASE_INSENSITIVE);

  /**
   * Returns the value of the expression over a trigger's row. The columns get their names in a
   * sub-select, so that the expression's own text stays as it is.
   */
  String over(String row, Table table, List<Column> columns, String expression) {
    String named =
        columns.stream()
            .map(column -> value(row, column) + " AS " + quote(column.name()))
            .collect(Collectors.joining(", "));
    String from =
        named.isEmpty() ? "" : " FROM (SELECT " + named + ") AS " + quote(table.name().name());
    return "(SELECT (" + expression + ")" + from + ")";
  }

  /** Tells whether the column takes expressions alone as its default, on MySQL. */
  static boolean isLarge(Column column) {
    String type = column.type().strip();
    return LARGE.matcher(type).find() || type.toLowerCase(Locale.ROOT).startsWith("json");
  }

  /** A server of MariaDB 11.4 ends when a sub-select reads the old TEXT or BLOB as it is. */
  private String value(String row, Column column) {
    String value = row + "." + quote(column.name());
    return LARGE.matcher(column.type()).find() ? "CONCAT(" + value + ")" : value;
  }

  /**
   * Returns the condition that both are the same as values of the column: texts by their bytes,
   * since a collation may call two of them equal that a client told apart, and bytes by a cast,
   * since MariaDB 11.4 ends when a trigger compares two sub-selects of BLOBs.
   */
  static String same(String left, String right, Column column) {
    if (column.textual()) {
      return "(" + bytes(left) + " <=> " + bytes(right) + ")";
    }
    return BYTES.matcher(column.type()).find()
        ? "(CAST((" + left + ") AS BINARY) <=> CAST((" + right + ") AS BINARY))"
        : "((" + left + ") <=> (" + right + "))";
  }

  private static String bytes(String text) {
    return "CAST(CONVERT((" + text + ") USING utf8mb4) AS BINARY)";
  }

  /** Returns the value as a column of this type would keep it, as far as a cast can tell. */
  static String kept(String value, Column column) {
    String type = column.type().toLowerCase(Locale.ROOT);
    String name = type.replaceAll("[^a-z].*", "");
    String length = type.replaceAll("^[^(]*(\\([^)]*\\))?.*$", "$1");
    return switch (name) {
      case "decimal", "numeric" -> "CAST((" + value + ") AS DECIMAL" + length + ")";
      case "tinyint", "smallint", "mediumint", "int", "integer", "bigint" ->
          "CAST((" + value + ") AS " + (type.contains("unsigned") ? "UNSIGNED" : "SIGNED") + ")";
      case "datetime", "timestamp" -> "CAST((" + value + ") AS DATETIME" + length + ")";
      case "float" -> "CAST((" + value + ") AS FLOAT)";
      case "date" -> "CAST((" + value + ") AS DATE)";
      default -> value;
    };
  }

  private static String schema(Table table) {
    return literal(Objects.requireNonNull(table.name().schema()).name());
  }

  private static String in(Table table, String prefix) {
    return prefix
        + "_schema = "
        + schema(table)
        + " AND "
        + (prefix.equals("event_object") ? "event_object_table" : "table_name")
        + " = "
        + literal(table.name().name().name());
  }

  String table(Table table) {
    return "EXISTS (SELECT 1 FROM information_schema.tables WHERE " + in(table, "table") + ")";
  }

  String isKind(Table table, Identifier name, String kind) {
    return "EXISTS (SELECT 1 FROM information_schema.tables WHERE table_schema = "
        + schema(table)
        + " AND table_name = "
        + literal(name.name())
        + " AND table_type = '"
        + kind
        + "')";
  }

  String constraint(Table table, Identifier constraint) {
    return "EXISTS (SELECT 1 FROM information_schema.table_constraints WHERE "
        + in(table, "table")
        + " AND constraint_name = "
        + literal(constraint.name())
        + ")";
  }

  String column(Table table, Identifier column, String more) {
    return "EXISTS (SELECT 1 FROM information_schema.columns WHERE "
        + in(table, "table")
        + " AND column_name = "
        + literal(column.name())
        + more
        + ")";
  }

  String trigger(Table table, String trigger) {
    return "EXISTS (SELECT 1 FROM information_schema.triggers WHERE "
        + in(table, "event_object")
        + " AND trigger_name = "
        + literal(trigger)
        + ")";
  }

  String index(Table table, Identifier index) {
    return "EXISTS (SELECT 1 FROM information_schema.statistics WHERE "
        + in(table, "table")
        + " AND index_name = "
        + literal(index.name())
        + ")";
  }
}
