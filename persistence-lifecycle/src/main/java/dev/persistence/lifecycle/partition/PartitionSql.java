package dev.persistence.lifecycle.partition;

import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.core.sql.TableName;
import dev.persistence.lifecycle.CatalogTable;
import dev.persistence.lifecycle.internal.engine.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What PostgreSQL's catalog says of a partitioned table. */
final class PartitionSql {

  private static final String OF_TABLE =
      " JOIN pg_catalog.pg_class t ON t.oid = %s JOIN pg_catalog.pg_namespace n"
          + " ON n.oid = t.relnamespace AND n.nspname = ? AND t.relname = ?";

  private final CatalogTable table;

  PartitionSql(CatalogTable table) {
    this.table = table;
  }

  private SqlFragment query(String sql) {
    String schema = Objects.requireNonNull(table.name().schema()).name();
    return SqlFragment.of(sql, schema, table.name().name().name());
  }

  /** How a table is partitioned, and the one column by which it is; null if it is not one. */
  record Key(PartitionKind kind, @Nullable String column) {}

  /** Returns how the table is partitioned, or null. */
  @Nullable Key key(Connection connection) throws SQLException {
    List<Key> keys =
        Sql.rows(
            connection,
            query(
                "SELECT p.partstrat, a.attname FROM pg_catalog.pg_partitioned_table p"
                    + OF_TABLE.formatted("p.partrelid")
                    + " LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = p.partrelid"
                    + " AND a.attnum = p.partattrs[0] AND a.attnum > 0 AND p.partnatts = 1"),
            row -> new Key(PartitionKind.of(row.getString(1)), row.getString(2)));
    return keys.isEmpty() ? null : keys.get(0);
  }

  boolean isManagedByPartman(Connection connection) throws SQLException {
    SqlFragment known =
        SqlFragment.of(
            "SELECT COUNT(*) FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid ="
                + " c.relnamespace WHERE n.nspname = 'partman' AND c.relname = 'part_config'");
    return Sql.number(connection, known) > 0
        && Sql.number(
                connection,
                SqlFragment.of(
                    "SELECT COUNT(*) FROM partman.part_config WHERE parent_table = ?",
                    table.name().toString()))
            > 0;
  }

  /** Returns the partitions in the order of their bounds, in a transaction of its own. */
  List<PartitionBound> bounds(Connection connection) throws SQLException {
    return bounds(connection, "NOT i.inhdetachpending");
  }

  /** Returns the partitions whose detaching was broken off, or is under way. */
  List<PartitionBound> halfDetached(Connection connection) throws SQLException {
    return bounds(connection, "i.inhdetachpending");
  }

  private List<PartitionBound> bounds(Connection connection, String which) throws SQLException {
    Sql.run(connection, "SET LOCAL TimeZone = 'UTC'");
    return Sql.rows(
        connection,
        query(
            "SELECT cn.nspname, c.relname, pg_catalog.pg_get_expr(c.relpartbound, c.oid)"
                + " FROM pg_catalog.pg_inherits i"
                + OF_TABLE.formatted("i.inhparent")
                + " JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid"
                + " JOIN pg_catalog.pg_namespace cn ON cn.oid = c.relnamespace"
                + " WHERE "
                + which
                + " ORDER BY pg_catalog.pg_get_expr(c.relpartbound, c.oid), c.relname"),
        row -> new PartitionBound(name(row), row.getString(3)));
  }

  private static TableName name(ResultSet row) throws SQLException {
    return new TableName(Identifier.of(row.getString(1)), Identifier.of(row.getString(2)));
  }

  /** Returns the value as a literal, quoted by the server that is to read it. */
  static String literal(Connection connection, String value) throws SQLException {
    return Sql.text(
        connection, SqlFragment.of("SELECT pg_catalog.quote_literal(CAST(? AS text))", value));
  }
}
