package dev.persistence.lifecycle.partition;

import dev.persistence.core.Arguments;
import dev.persistence.core.Explanation;
import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.core.sql.TableName;
import dev.persistence.core.transaction.Isolation;
import dev.persistence.core.transaction.Transactions;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.CatalogTable;
import dev.persistence.lifecycle.Column;
import dev.persistence.lifecycle.PlanRefusedException;
import dev.persistence.lifecycle.PlanRefusedException.Reason;
import dev.persistence.lifecycle.internal.engine.Engine;
import dev.persistence.lifecycle.internal.engine.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A table of PostgreSQL in partitions of one kind, and how one comes to it. Immutable. */
final class PartitionedTable {

  private static final Logger LOG = LoggerFactory.getLogger(PartitionedTable.class);

  final DataSource dataSource;
  final Transactions transactions;
  final Catalog catalog;
  final CatalogTable table;
  final PartitionKind kind;
  final PartitionSql sql;

  /** Refuses a table that is not there, and other databases. */
  PartitionedTable(DataSource dataSource, Catalog catalog, TableName name, PartitionKind kind) {
    this.table = Arguments.notNull("catalog", catalog).table(name);
    this.dataSource = Arguments.notNull("dataSource", dataSource);
    this.catalog = catalog;
    this.kind = kind;
    this.sql = new PartitionSql(table);
    if (!Engine.of(catalog.dialect()).isPostgreSql()) {
      throw refused("this is " + catalog.dialect(), "Write the DDL of that database");
    }
    this.transactions =
        Transactions.builder(dataSource).isolation(Isolation.READ_COMMITTED).build();
  }

  PlanRefusedException refused(String why, String remedy) {
    return new PlanRefusedException(
        Reason.NOT_PARTITIONED,
        table.name(),
        null,
        new Explanation("The partitions of \"" + table + "\" stay as they are", why, remedy));
  }

  String quote(TableName name) {
    return catalog.dialect().quote(name);
  }

  String quote(Column column) {
    return catalog.dialect().quote(column.name());
  }

  /** Returns a name that begins with the table's, in its schema. */
  TableName named(String suffix) {
    return new TableName(
        Objects.requireNonNull(table.name().schema()),
        Identifier.of(table.name().name().name() + suffix));
  }

  List<PartitionBound> bounds() throws SQLException {
    return transactions.call(
        connection -> {
          check(connection);
          return sql.bounds(connection);
        });
  }

  /** Returns the one column by which rows find their partition. */
  Column column(Connection connection) throws SQLException {
    String name = checkKind(connection).column();
    Column column = name == null ? null : table.column(Identifier.of(name));
    if (column == null || (kind == PartitionKind.RANGE && column.kind() != Column.Kind.TIME)) {
      throw notOfKind();
    }
    return column;
  }

  private PartitionSql.Key checkKind(Connection connection) throws SQLException {
    PartitionSql.Key key = sql.key(connection);
    if (key == null || key.kind() != kind) {
      throw notOfKind();
    }
    return key;
  }

  /** Refuses a table that is not partitioned so. */
  private void check(Connection connection) throws SQLException {
    if (kind == PartitionKind.RANGE) {
      column(connection); // Bounds of anything else are no times.
    } else {
      checkKind(connection);
    }
  }

  private PlanRefusedException notOfKind() {
    return refused("it is not partitioned " + kind.words(), "Make it PARTITION BY " + kind);
  }

  /** Refuses to change a table that somebody else manages, or that is not partitioned so. */
  void checkOurs(Connection connection) throws SQLException {
    check(connection);
    if (sql.isManagedByPartman(connection)) {
      throw refused("pg_partman manages them", "Configure pg_partman");
    }
  }

  /** Lets nobody else make partitions until the transaction ends; rows are read and written. */
  void lock(Connection connection) throws SQLException {
    String only = "LOCK TABLE ONLY " + quote(table.name());
    Sql.run(connection, only + " IN SHARE UPDATE EXCLUSIVE MODE");
  }

  /** Makes an empty table like the parent, and attaches it. */
  void create(Connection connection, TableName name, String bound) throws SQLException {
    Sql.run(
        connection,
        "CREATE TABLE "
            + quote(name)
            + " (LIKE "
            + quote(table.name())
            + " INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING GENERATED INCLUDING STORAGE)");
    attach(connection, name, bound);
  }

  /** Attaches a table for a bound in the database's own words; times in it are those of UTC. */
  void attach(Connection connection, TableName name, String bound) throws SQLException {
    Sql.run(connection, "SET LOCAL TimeZone = 'UTC'");
    Sql.run(
        connection,
        "ALTER TABLE " + quote(table.name()) + " ATTACH PARTITION " + quote(name) + " " + bound);
  }

  /**
   * Refuses a partition whose rows are in the default one already, where they would be in its way.
   */
  void checkDefault(Connection connection, List<PartitionBound> bounds, String condition)
      throws SQLException {
    for (PartitionBound bound : bounds) {
      if (bound.isDefault() && count(connection, bound.name(), condition, " LIMIT 1") > 0) {
        throw refused(
            "rows of the new one are in the default partition \"" + bound.name() + "\"",
            "Move them out of it first");
      }
    }
  }

  /** Returns how many rows found no partition of their own. */
  long defaultRows(Connection connection, List<PartitionBound> bounds) throws SQLException {
    long rows = 0;
    for (PartitionBound bound : bounds) {
      rows += bound.isDefault() ? count(connection, bound.name(), "TRUE", "") : 0;
    }
    return rows;
  }

  private long count(Connection connection, TableName name, String condition, String end)
      throws SQLException {
    Sql.run(connection, "SET LOCAL TimeZone = 'UTC'");
    String rows = "SELECT COUNT(*) FROM (SELECT 1 FROM %s WHERE %s%s) r";
    return Sql.number(connection, SqlFragment.of(rows.formatted(quote(name), condition, end)));
  }

  /** Says aloud what is found, so that nobody has to ask for it. */
  PartitionHealth told(PartitionHealth health) {
    if (!health.isSound()) {
      LOG.warn("The partitions of \"{}\" need care: {}", table, health.findings());
    }
    return health;
  }
}
