package dev.persistence.lifecycle.internal.engine;

import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.core.sql.TableName;
import dev.persistence.lifecycle.Column;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The catalog of MySQL and MariaDB. */
record MySqlScan() implements Scan {

  @Override
  public Scanned read(Connection connection, @Nullable Identifier schema) throws SQLException {
    String name =
        schema == null
            ? Sql.rows(connection, SqlFragment.of("SELECT DATABASE()"), row -> row.getString(1))
                .get(0)
            : schema.name();
    TableParts parts = new TableParts(Identifier.of(name));
    columns(connection, parts);
    indexes(connection, parts);
    foreignKeys(connection, parts);
    return parts.build();
  }

  private static void columns(Connection connection, TableParts parts) throws SQLException {
    SqlFragment query =
        SqlFragment.of(
            "SELECT c.table_name, c.column_name, c.column_type, c.data_type, c.is_nullable,"
                + " CASE WHEN c.character_set_name IS NOT NULL"
                + " THEN LEAST(c.character_maximum_length, 2147483647) END,"
                + " NULLIF(c.generation_expression, '')"
                + " FROM information_schema.columns c JOIN information_schema.tables t"
                + " ON t.table_schema = c.table_schema AND t.table_name = c.table_name"
                + " AND t.table_type = 'BASE TABLE' WHERE c.table_schema = ?"
                + " ORDER BY c.table_name, c.ordinal_position",
            parts.schema().name());
    Sql.each(connection, query, row -> parts.column(row.getString(1), column(row)));
  }

  private static Column column(ResultSet row) throws SQLException {
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

  private static void indexes(Connection connection, TableParts parts) throws SQLException {
    SqlFragment query =
        SqlFragment.of(
            "SELECT table_name, index_name, non_unique = 0, index_name = 'PRIMARY', column_name,"
                + " column_name IS NOT NULL AND sub_part IS NULL"
                + " FROM information_schema.statistics WHERE table_schema = ?"
                + " ORDER BY table_name, index_name, seq_in_index",
            parts.schema().name());
    Sql.each(
        connection,
        query,
        row ->
            parts.index(
                new TableParts.IndexHead(
                    row.getString(1), row.getString(2), row.getBoolean(3), row.getBoolean(4), null),
                row.getString(5),
                row.getBoolean(6)));
  }

  private static void foreignKeys(Connection connection, TableParts parts) throws SQLException {
    SqlFragment query =
        SqlFragment.of(
            "SELECT table_name, constraint_name, referenced_table_schema, referenced_table_name,"
                + " column_name, referenced_column_name"
                + " FROM information_schema.key_column_usage WHERE table_schema = ?"
                + " AND referenced_table_name IS NOT NULL"
                + " ORDER BY table_name, constraint_name, ordinal_position",
            parts.schema().name());
    Sql.each(
        connection,
        query,
        row ->
            parts.foreignKey(
                new TableParts.KeyHead(
                    row.getString(1),
                    row.getString(2),
                    TableName.of(row.getString(3), row.getString(4))),
                row.getString(5),
                row.getString(6)));
  }
}
