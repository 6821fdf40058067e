package dev.persistence.migrate.internal.lint;

import java.util.List;

/** Reads {@code CREATE TABLE}, so that later statements find what they change. Stateless. */
final class TableDefinition {

  private TableDefinition() {}

  /** Reads from behind {@code CREATE TABLE}. */
  static void read(Cursor cursor, Schema schema) {
    boolean maybe = cursor.accept("IF", "NOT", "EXISTS");
    String key = schema.key(cursor.name());
    if (maybe && schema.find(key).isPresent()) {
      return;
    }
    KnownTable table = new KnownTable().fresh(true);
    if (cursor.isAt("(")) {
      for (List<Token> part : new Cursor(cursor.group()).parts()) {
        part(table, part, schema);
      }
    }
    table.partitioned(cursor.has("PARTITION", "BY")).charset(charset(new Cursor(cursor.rest())));
    schema.put(key, table);
  }

  /** Returns the character set and the collation that the options of a table name, if any. */
  static String charset(Cursor options) {
    StringBuilder charset = new StringBuilder();
    while (!options.isAtEnd()) {
      String named = SqlType.tail(options).charset();
      charset.append(named).append(named.isEmpty() ? "" : " ");
      options.skip();
    }
    return charset.toString().strip();
  }

  private static void part(KnownTable table, List<Token> part, Schema schema) {
    Cursor cursor = new Cursor(part);
    if (cursor.accept("CONSTRAINT")) {
      constraint(table, schema.key(cursor.name()), cursor, schema);
    } else if (cursor.isAtAny("PRIMARY", "UNIQUE", "CHECK", "FOREIGN", "EXCLUDE")) {
      constraint(table, Cursor.text(part), cursor, schema);
    } else if (!cursor.isAt("LIKE") && !(schema.isMySql() && isIndex(cursor))) {
      column(table, cursor, schema);
    }
  }

  /** Tells whether an index of MySQL stands here; PostgreSQL takes the words as names. */
  private static boolean isIndex(Cursor cursor) {
    return cursor.isAtAny("KEY", "INDEX", "FULLTEXT", "SPATIAL") || cursor.isAt("PERIOD", "FOR");
  }

  /** Reads a column from its name on. */
  static void column(KnownTable table, Cursor cursor, Schema schema) {
    Token first = cursor.next();
    if (first == null || cursor.isAtEnd()) {
      return;
    }
    String name = schema.fold(first);
    SqlType written = SqlType.read(cursor);
    boolean notNull =
        cursor.has("NOT", "NULL")
            || cursor.has("PRIMARY", "KEY")
            || cursor.has("IDENTITY")
            || written.name().endsWith("serial");
    table.columns().put(name, new KnownColumn(stored(written), notNull));
    if (cursor.skipBehind("CHECK") && cursor.isAt("(")) {
      String condition = Cursor.text(cursor.group());
      table.checks().put(name + " check", KnownTable.check(condition, isEnforced(cursor)));
    }
  }

  /** A serial number is stored as a plain one. */
  static SqlType stored(SqlType type) {
    return switch (type.name()) {
      case "serial" -> new SqlType("int", List.of(), "", "");
      case "bigserial" -> new SqlType("bigint", List.of(), "", "");
      case "smallserial" -> new SqlType("smallint", List.of(), "", "");
      default -> type;
    };
  }

  private static boolean isEnforced(Cursor definition) {
    return !definition.has("NOT", "ENFORCED");
  }

  /** Reads a constraint of a table from behind its name on. */
  static void constraint(KnownTable table, String name, Cursor cursor, Schema schema) {
    boolean validated = !cursor.has("NOT", "VALID") && isEnforced(cursor);
    if (cursor.accept("CHECK") && cursor.isAt("(")) {
      String condition = Cursor.text(cursor.group());
      table.checks().put(name, KnownTable.check(condition, validated));
    } else if (cursor.accept("PRIMARY", "KEY") && cursor.isAt("(")) {
      for (List<Token> column : new Cursor(cursor.group()).parts()) {
        table.change(schema.key(new Cursor(column).name()), known -> known.nullable(false));
      }
    }
  }
}
