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
import dev.persistence.lifecycle.internal.Holds;
import dev.persistence.lifecycle.internal.engine.Engine;
import dev.persistence.lifecycle.internal.engine.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The partitions of one table of PostgreSQL by ranges of a time column: made ahead, and dropped
 * once they are old.
 *
 * <pre>{@code
 * RangePartitions events =
 *     RangePartitions.of(dataSource, catalog, TableName.of("events"), PartitionStep.MONTH);
 * events.createAhead(today, 3);
 * events.dropBefore(today.minusYears(2));
 * }</pre>
 *
 * <p>Partitions begin at midnight of UTC. One is made as a table of its own and then attached, so
 * that the parent stays readable and writable; one is dropped after it was detached concurrently,
 * and only if no legal hold keeps one of its rows, else it is attached again. What was broken off
 * is finished by the next call. A table that pg_partman manages is left to it.
 *
 * <p>Immutable and thread-safe; blocks for the database.
 */
public final class RangePartitions {

  private static final DateTimeFormatter SUFFIX = DateTimeFormatter.ofPattern("'_p'uuuuMMdd");

  private final DataSource dataSource;
  private final Transactions transactions;
  private final Catalog catalog;
  private final CatalogTable table;
  private final PartitionStep step;
  private final PartitionSql sql;
  private final Holds holds;

  private RangePartitions(
      DataSource dataSource, Catalog catalog, CatalogTable table, PartitionStep step) {
    this.dataSource = dataSource;
    this.transactions =
        Transactions.builder(dataSource).isolation(Isolation.READ_COMMITTED).build();
    this.catalog = catalog;
    this.table = table;
    this.step = step;
    this.sql = new PartitionSql(table);
    this.holds = new Holds(catalog);
  }

  /**
   * Returns the partitions of the table.
   *
   * @throws PlanRefusedException if there is no such table, or the database is not PostgreSQL
   */
  public static RangePartitions of(
      DataSource dataSource, Catalog catalog, TableName table, PartitionStep step) {
    CatalogTable found = Arguments.notNull("catalog", catalog).table(table);
    if (!Engine.of(catalog.dialect()).isPostgreSql()) {
      throw refused(found, "this is " + catalog.dialect(), "Write the DDL of that database");
    }
    return new RangePartitions(
        Arguments.notNull("dataSource", dataSource),
        catalog,
        found,
        Arguments.notNull("step", step));
  }

  private static PlanRefusedException refused(CatalogTable table, String why, String remedy) {
    return new PlanRefusedException(
        Reason.NOT_PARTITIONED,
        table.name(),
        null,
        new Explanation("The partitions of \"" + table + "\" stay as they are", why, remedy));
  }

  /** Returns the partitions that are attached. */
  public List<Partition> list() throws SQLException {
    return transactions.call(sql::partitions);
  }

  /**
   * Makes the partition of this day and so many behind it, as far as they are missing, and returns
   * those that were made.
   *
   * @param ahead 0 to 1,000
   * @throws PlanRefusedException if the table is not partitioned by ranges of one time column, or a
   *     partition that is there overlaps one to be made
   */
  public List<TableName> createAhead(LocalDate day, int ahead) throws SQLException {
    Arguments.inRange("ahead", ahead, 0, 1_000);
    LocalDate first = step.start(Arguments.notNull("day", day));
    List<TableName> made = new ArrayList<>();
    for (int i = 0; i <= ahead; i++) {
      LocalDate from = step.plus(first, i);
      LocalDate to = step.plus(first, i + 1);
      transactions.call(connection -> create(connection, from, to)).ifPresent(made::add);
    }
    return List.copyOf(made);
  }

  private Optional<TableName> create(Connection connection, LocalDate from, LocalDate to)
      throws SQLException {
    Column time = check(connection);
    LocalDateTime lower = from.atStartOfDay();
    LocalDateTime upper = to.atStartOfDay();
    for (Partition partition : sql.partitions(connection)) {
      if (lower.equals(partition.from()) && upper.equals(partition.to())) {
        return Optional.empty();
      }
      if (overlaps(partition, lower, upper)) {
        throw refused(
            table,
            "\"" + partition.name() + "\" has a part of " + from + " to " + to,
            "Take the step with which the table was partitioned");
      }
    }
    TableName name =
        new TableName(
            Objects.requireNonNull(table.name().schema()),
            Identifier.of(table.name().name().name() + SUFFIX.format(from)));
    Sql.run(
        connection,
        "CREATE TABLE "
            + quote(name)
            + " (LIKE "
            + quote(table.name())
            + " INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING GENERATED INCLUDING STORAGE)");
    attach(connection, name, bound(time, from), bound(time, to));
    return Optional.of(name);
  }

  private static boolean overlaps(Partition partition, LocalDateTime from, LocalDateTime to) {
    return !partition.isDefault()
        && (partition.from() == null || partition.from().isBefore(to))
        && (partition.to() == null || partition.to().isAfter(from));
  }

  private static String bound(Column time, LocalDate day) {
    return "'" + day + (time.type().endsWith("with time zone") ? " 00:00:00+00'" : "'");
  }

  private void attach(Connection connection, TableName name, String from, String to)
      throws SQLException {
    Sql.run(
        connection,
        "ALTER TABLE "
            + quote(table.name())
            + " ATTACH PARTITION "
            + quote(name)
            + " FOR VALUES FROM ("
            + from
            + ") TO ("
            + to
            + ")");
  }

  private Column check(Connection connection) throws SQLException {
    String name = sql.rangeColumn(connection);
    Column column = name == null ? null : table.column(Identifier.of(name));
    if (column == null || column.kind() != Column.Kind.TIME) {
      throw refused(
          table,
          "it is not partitioned by ranges of one column of days or points in time",
          "Make it PARTITION BY RANGE over such a column");
    }
    if (sql.isManagedByPartman(connection)) {
      throw refused(table, "pg_partman manages them", "Configure pg_partman");
    }
    return column;
  }

  /**
   * Drops the partitions that end on this day of UTC or before it, the oldest first.
   *
   * @throws PlanRefusedException if no partition of a range would be left, or there is one for what
   *     no other takes, with which PostgreSQL detaches none concurrently
   */
  public PartitionReport dropBefore(LocalDate day) throws SQLException {
    LocalDateTime cutoff = Arguments.notNull("day", day).atStartOfDay();
    finishDetaching();
    List<Partition> all =
        transactions.call(
            connection -> {
              check(connection);
              return sql.partitions(connection);
            });
    List<Partition> old =
        all.stream().filter(each -> each.to() != null && !each.to().isAfter(cutoff)).toList();
    if (!old.isEmpty()) {
      checkDroppable(all, old);
    }
    List<TableName> dropped = new ArrayList<>();
    List<TableName> held = new ArrayList<>();
    for (Partition partition : old) {
      (drop(partition) ? dropped : held).add(partition.name());
    }
    return new PartitionReport(dropped, held);
  }

  private void checkDroppable(List<Partition> all, List<Partition> old) {
    if (all.size() == old.size()) {
      throw refused(table, "none would be left for new rows", "Call createAhead first");
    }
    if (all.stream().anyMatch(Partition::isDefault)) {
      throw refused(
          table,
          "it has a default partition, with which PostgreSQL detaches none concurrently",
          "Detach the default partition");
    }
  }

  private void finishDetaching() throws SQLException {
    for (TableName name : transactions.call(sql::halfDetached)) {
      detach(name, " FINALIZE");
    }
  }

  /** PostgreSQL detaches concurrently in no transaction but its own two. */
  private void detach(TableName name, String how) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      boolean before = connection.getAutoCommit();
      connection.setAutoCommit(true);
      String parent = "ALTER TABLE " + quote(table.name());
      try {
        Sql.run(connection, parent + " DETACH PARTITION " + quote(name) + how);
      } finally {
        connection.setAutoCommit(before);
      }
    }
  }

  /** Returns false if a hold keeps a row, after the partition was attached again. */
  private boolean drop(Partition partition) throws SQLException {
    if (transactions.call(connection -> isHeld(connection, partition.name()))) {
      return false;
    }
    detach(partition.name(), " CONCURRENTLY");
    return transactions.call(
        connection -> {
          if (isHeld(connection, partition.name())) {
            Sql.run(connection, "SET LOCAL TimeZone = 'UTC'");
            attach(
                connection, partition.name(), literal(partition.from()), literal(partition.to()));
            return false;
          }
          Sql.run(connection, "DROP TABLE " + quote(partition.name()));
          return true;
        });
  }

  private static String literal(@Nullable LocalDateTime bound) {
    return bound == null ? "MINVALUE" : "'" + bound + "'";
  }

  private boolean isHeld(Connection connection, TableName partition) throws SQLException {
    holds.shareGate(connection);
    String name = quote(partition);
    SqlFragment held =
        holds
            .free(table, name)
            .within("SELECT COUNT(*) FROM (SELECT 1 FROM " + name + " WHERE NOT (", ") LIMIT 1) h");
    return Sql.number(connection, held) > 0;
  }

  private String quote(TableName name) {
    return catalog.dialect().quote(name);
  }
}
