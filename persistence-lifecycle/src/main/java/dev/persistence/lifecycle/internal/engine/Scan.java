package dev.persistence.lifecycle.internal.engine;

import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.core.sql.TableName;
import dev.persistence.lifecycle.Column;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Reads the tables of a schema from the database's own catalog, which each engine asks its way. */
public interface Scan {

  /** Returns the query for the name of the connection's current schema. */
  SqlFragment currentSchema();

  /** Returns the query for the columns: the table's name, then what {@link #column} reads. */
  SqlFragment columns(String schema);

  Column column(ResultSet row) throws SQLException;

  /**
   * Returns the query for the columns of indexes: table, index, whether it is unique, whether it is
   * the primary key, its predicate, the column, whether that is the whole of the index's part.
   */
  SqlFragment indexes(String schema);

  /**
   * Returns the query for the columns of foreign keys: table, constraint, schema and name of the
   * parent, column, the parent's column.
   */
  SqlFragment foreignKeys(String schema);

  /** Reads the schema, or the connection's current one if it is null. */
  default Scanned read(Connection connection, @Nullable Identifier schema) throws SQLException {
    String name =
        schema == null
            ? Sql.rows(connection, currentSchema(), row -> row.getString(1)).get(0)
            : schema.name();
    TableParts parts = new TableParts(Identifier.of(name));
    Sql.each(connection, columns(name), row -> parts.column(row.getString(1), column(row)));
    Sql.each(
        connection,
        indexes(name),
        row ->
            parts.index(
                new TableParts.IndexHead(
                    row.getString(1),
                    row.getString(2),
                    row.getBoolean(3),
                    row.getBoolean(4),
                    row.getString(5)),
                row.getString(6),
                row.getBoolean(7)));
    Sql.each(
        connection,
        foreignKeys(name),
        row ->
            parts.foreignKey(
                new TableParts.KeyHead(
                    row.getString(1),
                    row.getString(2),
                    TableName.of(row.getString(3), row.getString(4))),
                row.getString(5),
                row.getString(6)));
    return parts.build();
  }
}
