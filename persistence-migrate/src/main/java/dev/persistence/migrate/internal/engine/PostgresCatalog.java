package dev.persistence.migrate.internal.engine;

import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.core.sql.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The catalog of PostgreSQL. */
record PostgresCatalog(PostgresSql sql) implements Catalog {

  @Override
  public Optional<Table> find(Connection connection, TableName name) throws SQLException {
    SqlFragment query =
        SqlFragment.of(
            "SELECT n.nspname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n"
                + " ON n.oid = c.relnamespace WHERE c.oid = pg_catalog.to_regclass(?)"
                + " AND c.relkind IN ('r', 'p')",
            sql.quote(name));
    List<String> schema = Sql.rows(connection, query, row -> row.getString(1));
    if (schema.isEmpty()) {
      return Optional.empty();
    }
    TableName qualified = new TableName(Identifier.of(schema.get(0)), name.name());
    return Optional.of(new Table(qualified, columns(connection, qualified)));
  }

  private List<Column> columns(Connection connection, TableName table) throws SQLException {
    SqlFragment query =
        SqlFragment.of(
            "SELECT a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), NOT a.attnotnull,"
                + " pg_catalog.pg_get_expr(d.adbin, d.adrelid),"
                + " a.attgenerated <> '' OR a.attidentity <> ''"
                + " FROM pg_catalog.pg_attribute a LEFT JOIN pg_catalog.pg_attrdef d"
                + " ON d.adrelid = a.attrelid AND d.adnum = a.attnum"
                + " WHERE a.attrelid = pg_catalog.to_regclass(?) AND a.attnum > 0"
                + " AND NOT a.attisdropped ORDER BY a.attnum",
            sql.quote(table));
    return Sql.rows(
        connection,
        query,
        row ->
            new Column(
                Identifier.of(row.getString(1)),
                row.getString(2),
                row.getBoolean(3),
                row.getString(4),
                row.getBoolean(5),
                false,
                ""));
  }

  /** Whatever the server's own dependencies name, but the column's default, and keys to it. */
  @Override
  public List<String> dependents(Connection connection, Table table, Identifier column)
      throws SQLException {
    SqlFragment query =
        SqlFragment.of(
            "SELECT DISTINCT pg_catalog.pg_describe_object(d.classid, d.objid, d.objsubid)"
                + " FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_attribute a"
                + " ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid"
                + " WHERE d.refclassid = 'pg_catalog.pg_class'::regclass"
                + " AND d.refobjid = pg_catalog.to_regclass(?) AND a.attname = ?"
                + " AND d.classid <> 'pg_catalog.pg_attrdef'::regclass"
                + " AND NOT (d.classid = 'pg_catalog.pg_constraint'::regclass AND d.objid IN"
                + " (SELECT oid FROM pg_catalog.pg_constraint WHERE contype = 'n')) ORDER BY 1",
            sql.quote(table.name()),
            column.name());
    return Sql.rows(connection, query, row -> row.getString(1));
  }

  @Override
  public boolean hasIndex(Connection connection, Table table, Identifier name) throws SQLException {
    return Sql.truth(connection, "SELECT " + sql.exists(table, name));
  }

  @Override
  public Optional<String> triggerObstacle(Connection connection) {
    return Optional.empty();
  }
}
