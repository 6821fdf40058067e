package dev.persistence.core.sql;

import dev.persistence.core.Arguments;
import org.jspecify.annotations.Nullable;

/**
 * The name of a table, with its schema or without.
 *
 * <p>Without a schema the database looks the table up as for any statement: in the search path of
 * PostgreSQL, in the current database of MySQL and MariaDB, for which a schema is a database.
 * Immutable.
 *
 * @param schema null: looked up
 * @param name the table
 */
public record TableName(@Nullable Identifier schema, Identifier name) {

  public TableName {
    Arguments.notNull("name", name);
  }

  /** Returns the table of this name, wherever the database finds it. */
  public static TableName of(String name) {
    return new TableName(null, Identifier.of(name));
  }

  /** Returns the table of this name in this schema. */
  public static TableName of(String schema, String name) {
    return new TableName(Identifier.of(schema), Identifier.of(name));
  }

  /** Returns the bare names, for messages; SQL text takes {@link Dialect#quote(TableName)}. */
  @Override
  public String toString() {
    return schema == null ? name.name() : schema + "." + name;
  }
}
