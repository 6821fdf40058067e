package dev.persistence.migrate.internal.engine;

import dev.persistence.core.sql.Dialect;
import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.TableName;
import java.util.List;
import java.util.stream.Collectors;

/** Pieces of SQL text for PostgreSQL: names, literals, expressions over a row, probes. */
record PostgresSql(Dialect dialect) {

  String quote(Identifier name) {
    return dialect.quote(name);
  }

  String quote(TableName name) {
    return dialect.quote(name);
  }

  /** Returns a name beside the table, in its schema. */
  String beside(Table table, String name) {
    return quote(new TableName(table.name().schema(), Identifier.of(name)));
  }

  static String literal(String text) {
    String doubled = text.replace("'", "''");
    return text.indexOf('\\') < 0
        ? "'" + doubled + "'"
        : "E'" + doubled.replace("\\", "\\\\") + "'";
  }

  private String regclass(TableName name) {
    return "pg_catalog.to_regclass(" + literal(quote(name)) + ")";
  }

  /**
   * Returns the value of the expression over a trigger's row. The columns get their names in a
   * sub-select, so that the expression's own text stays as it is.
   */
  String over(String row, Table table, List<Column> columns, String expression) {
    String named =
        columns.stream()
            .map(column -> row + "." + quote(column.name()) + " AS " + quote(column.name()))
            .collect(Collectors.joining(", "));
    String from =
        named.isEmpty() ? "" : " FROM (SELECT " + named + ") AS " + quote(table.name().name());
    return "(SELECT (" + expression + ")" + from + ")";
  }

  /** Returns the record of the row's columns, for comparisons byte for byte. */
  String image(String row, List<Column> columns) {
    return columns.stream()
        .map(column -> row + "." + quote(column.name()))
        .collect(Collectors.joining(", ", "ROW(", ")::record"));
  }

  static final String SAME = " OPERATOR(pg_catalog.*=) ";
  static final String DIFFERS = " OPERATOR(pg_catalog.*<>) ";

  String columnExists(Table table, Identifier column) {
    return attribute(table, column, "");
  }

  String columnGone(Table table, Identifier column) {
    return "SELECT NOT (" + attribute(table, column, "").substring("SELECT ".length()) + ")";
  }

  String columnNotNull(Table table, Identifier column) {
    return attribute(table, column, " AND attnotnull");
  }

  String columnNullable(Table table, Identifier column) {
    return attribute(table, column, " AND NOT attnotnull");
  }

  private String attribute(Table table, Identifier column, String more) {
    return "SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_attribute WHERE attrelid = "
        + regclass(table.name())
        + " AND attname = "
        + literal(column.name())
        + " AND NOT attisdropped"
        + more
        + ")";
  }

  String functionExists(String function, boolean exists) {
    return "SELECT pg_catalog.to_regprocedure("
        + literal(function + "()")
        + ") IS "
        + (exists ? "NOT NULL" : "NULL");
  }

  String triggerExists(Table table, String trigger, boolean exists) {
    return "SELECT "
        + (exists ? "" : "NOT ")
        + "EXISTS (SELECT 1 FROM pg_catalog.pg_trigger WHERE tgrelid = "
        + regclass(table.name())
        + " AND tgname = "
        + literal(trigger)
        + ")";
  }

  String constraint(Table table, String name, String more) {
    return "EXISTS (SELECT 1 FROM pg_catalog.pg_constraint WHERE conrelid = "
        + regclass(table.name())
        + " AND conname = "
        + literal(name)
        + more
        + ")";
  }

  /** Returns the condition that there is a table, an index or the like of this name beside it. */
  String exists(Table table, Identifier name) {
    return regclass(new TableName(table.name().schema(), name)) + " IS NOT NULL";
  }

  /** Returns the condition that there is a relation of this name and kind beside the table. */
  String isKind(Table table, Identifier name, String kinds) {
    return "EXISTS (SELECT 1 FROM pg_catalog.pg_class WHERE oid = "
        + regclass(new TableName(table.name().schema(), name))
        + " AND relkind IN ("
        + kinds
        + "))";
  }

  /** Returns a condition on the index of this name, which is in the table's schema. */
  String index(Table table, Identifier index, String more) {
    TableName name = new TableName(table.name().schema(), index);
    return "EXISTS (SELECT 1 FROM pg_catalog.pg_index WHERE indexrelid = "
        + regclass(name)
        + more
        + ")";
  }
}
