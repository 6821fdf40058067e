package dev.persistence.lifecycle.partition;

import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.core.sql.TableName;
import dev.persistence.lifecycle.CatalogTable;
import dev.persistence.lifecycle.internal.engine.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What PostgreSQL's catalog says of a partitioned table. */
final class PartitionSql {

  private static final Pattern RANGE = Pattern.compile("FOR VALUES FROM \\((.*)\\) TO \\((.*)\\)");

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

  /** Returns the one column by whose ranges the table is partitioned, or null. */
  @Nullable String rangeColumn(Connection connection) throws SQLException {
    List<String> columns =
        Sql.rows(
            connection,
            query(
                "SELECT a.attname FROM pg_catalog.pg_partitioned_table p"
                    + OF_TABLE.formatted("p.partrelid")
                    + " JOIN pg_catalog.pg_attribute a ON a.attrelid = p.partrelid"
                    + " AND a.attnum = p.partattrs[0] WHERE p.partstrat = 'r' AND p.partnatts = 1"),
            row -> row.getString(1));
    return columns.isEmpty() ? null : columns.get(0);
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

  /** Returns the partitions in the order of their times, in a transaction of its own. */
  List<Partition> partitions(Connection connection) throws SQLException {
    Sql.run(connection, "SET LOCAL TimeZone = 'UTC'");
    return Sql.rows(
        connection,
        query(
            "SELECT cn.nspname, c.relname, pg_catalog.pg_get_expr(c.relpartbound, c.oid)"
                + " FROM pg_catalog.pg_inherits i"
                + OF_TABLE.formatted("i.inhparent")
                + " JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid"
                + " JOIN pg_catalog.pg_namespace cn ON cn.oid = c.relnamespace"
                + " WHERE NOT i.inhdetachpending"
                + " ORDER BY pg_catalog.pg_get_expr(c.relpartbound, c.oid), c.relname"),
        PartitionSql::partition);
  }

  /** Returns the partitions whose detaching was broken off. */
  List<TableName> halfDetached(Connection connection) throws SQLException {
    return Sql.rows(
        connection,
        query(
            "SELECT cn.nspname, c.relname FROM pg_catalog.pg_inherits i"
                + OF_TABLE.formatted("i.inhparent")
                + " JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid"
                + " JOIN pg_catalog.pg_namespace cn ON cn.oid = c.relnamespace"
                + " WHERE i.inhdetachpending"),
        row -> TableName.of(row.getString(1), row.getString(2)));
  }

  private static Partition partition(ResultSet row) throws SQLException {
    TableName name =
        new TableName(Identifier.of(row.getString(1)), Identifier.of(row.getString(2)));
    Matcher range = RANGE.matcher(row.getString(3));
    return range.matches()
        ? new Partition(name, time(range.group(1)), time(range.group(2)), false)
        : new Partition(name, null, null, true);
  }

  /** Returns null for MINVALUE and MAXVALUE, and for infinity. */
  private static @Nullable LocalDateTime time(String bound) {
    String text = bound.replace("'", "");
    if (!text.matches("\\d{4}-\\d\\d-\\d\\d.*") || text.endsWith("BC")) {
      return null;
    }
    String time = text.length() == 10 ? text + " 00:00:00" : text.replaceAll("\\+00$", "");
    return LocalDateTime.parse(time.replace(' ', 'T'));
  }
}
