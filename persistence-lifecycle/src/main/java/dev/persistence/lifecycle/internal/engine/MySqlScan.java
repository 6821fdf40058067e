package dev.persistence.lifecycle.internal.engine;

import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.lifecycle.Column;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;

/** The catalog of MySQL and MariaDB. */
record MySqlScan() implements Scan {

  @Override
  public SqlFragment currentSchema() {
    return SqlFragment.of("SELECT DATABASE()");
  }

  @Override
  public SqlFragment columns(String schema) {
    return SqlFragment.of(
        "SELECT c.table_name, c.column_name, c.column_type, c.data_type, c.is_nullable,"
            + " CASE WHEN c.character_set_name IS NOT NULL"
            + " THEN LEAST(c.character_maximum_length, 2147483647) END,"
            + " NULLIF(c.generation_expression, '')"
            + " FROM information_schema.columns c JOIN information_schema.tables t"
            + " ON t.table_schema = c.table_schema AND t.table_name = c.table_name"
            + " AND t.table_type = 'BASE TABLE' WHERE c.table_schema = ?"
            + " ORDER BY c.table_name, c.ordinal_position",
        schema);
  }

  @Override
  public Column column(ResultSet row) throws SQLException {
    int length = row.getInt(6);
    boolean text = !row.wasNull();
    return new Column(
        Identifier.of(row.getString(2)),
        row.getString(3),
        kind(row.getString(4).toLowerCase(Locale.ROOT), text),
        "?",
        row.getString(5).equals("YES"),
        text ? length : null,
        row.getString(7));
  }

  private static Column.Kind kind(String type, boolean text) {
    return switch (type) {
      case "date", "datetime", "timestamp" -> Column.Kind.TIME;
      case "tinyint", "smallint", "mediumint", "int", "bigint", "decimal", "float", "double" ->
          Column.Kind.NUMBER;
      case "enum", "set" -> Column.Kind.OTHER;
      default -> text ? Column.Kind.TEXT : Column.Kind.OTHER;
    };
  }

  @Override
  public SqlFragment indexes(String schema) {
    return SqlFragment.of(
        "SELECT table_name, index_name, non_unique = 0, index_name = 'PRIMARY', NULL,"
            + " column_name, column_name IS NOT NULL AND sub_part IS NULL"
            + " FROM information_schema.statistics WHERE table_schema = ?"
            + " ORDER BY table_name, index_name, seq_in_index",
        schema);
  }

  @Override
  public SqlFragment foreignKeys(String schema) {
    return SqlFragment.of(
        "SELECT table_name, constraint_name, referenced_table_schema, referenced_table_name,"
            + " column_name, referenced_column_name"
            + " FROM information_schema.key_column_usage WHERE table_schema = ?"
            + " AND referenced_table_name IS NOT NULL"
            + " ORDER BY table_name, constraint_name, ordinal_position",
        schema);
  }
}
