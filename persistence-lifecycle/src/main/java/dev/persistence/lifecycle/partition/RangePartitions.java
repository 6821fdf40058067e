package dev.persistence.lifecycle.partition;

import dev.persistence.core.Arguments;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.core.sql.TableName;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.Column;
import dev.persistence.lifecycle.internal.engine.Sql;
import dev.persistence.lifecycle.partition.PartitionRemoval.Fate;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * The partitions of one table of PostgreSQL by ranges of a time column: made ahead, and dropped or
 * archived once they are old.
 *
 * <pre>{@code
 * RangePartitions events =
 *     RangePartitions.of(dataSource, catalog, TableName.of("events"), PartitionStep.MONTH);
 * events.createAhead(today, 3);
 * PartitionHealth health = events.health(3);
 * events.dropBefore(today.minusYears(2));
 * }</pre>
 *
 * <p>Partitions begin at midnight of UTC. One is made as a table of its own and then attached, so
 * that the parent stays readable and writable; one goes after it was detached concurrently, and
 * only if no legal hold keeps one of its rows, else it is attached again, and so it is after a
 * failure. Detaching that was broken off is undone by the next call that takes partitions away,
 * which then decides anew; of two such calls at once one fails. Several nodes may make partitions
 * at once. A table that pg_partman manages is left to it, but for {@link #health}.
 *
 * <p>Immutable and thread-safe; blocks for the database.
 */
public final class RangePartitions {

  private static final DateTimeFormatter SUFFIX = DateTimeFormatter.ofPattern("'_p'uuuuMMdd");

  /** From the midnight of a day of UTC to that of another. */
  private record Days(LocalDate from, LocalDate to) {}

  private final PartitionedTable parent;
  private final PartitionStep step;

  private RangePartitions(PartitionedTable parent, PartitionStep step) {
    this.parent = parent;
    this.step = step;
  }

  /**
   * Returns the partitions of the table.
   *
   * @throws dev.persistence.lifecycle.PlanRefusedException if there is no such table, or the
   *     database is not PostgreSQL
   */
  public static RangePartitions of(
      DataSource dataSource, Catalog catalog, TableName table, PartitionStep step) {
    return new RangePartitions(
        new PartitionedTable(dataSource, catalog, table, PartitionKind.RANGE),
        Arguments.notNull("step", step));
  }

  /**
   * Returns the partitions that are attached.
   *
   * @throws dev.persistence.lifecycle.PlanRefusedException if the table is not partitioned by
   *     ranges of one time column
   */
  public List<Partition> list() throws SQLException {
    return parent.bounds().stream().map(Partition::of).toList();
  }

  /**
   * Makes the partition of this day and so many behind it, as far as they are missing, and returns
   * those that were made.
   *
   * @param ahead 0 to 1,000
   * @throws dev.persistence.lifecycle.PlanRefusedException if the table is not partitioned by
   *     ranges of one time column, a partition that is there overlaps one to be made, or the
   *     default partition has rows of it
   */
  public List<TableName> createAhead(LocalDate day, int ahead) throws SQLException {
    Arguments.inRange("ahead", ahead, 0, 1_000);
    LocalDate first = step.start(Arguments.notNull("day", day));
    List<TableName> made = new ArrayList<>();
    for (int i = 0; i <= ahead; i++) {
      Days days = new Days(step.plus(first, i), step.plus(first, i + 1));
      parent.transactions.call(connection -> create(connection, days)).ifPresent(made::add);
    }
    return List.copyOf(made);
  }

  private Optional<TableName> create(Connection connection, Days days) throws SQLException {
    Column time = checkOurs(connection);
    if (isThere(connection, days)) {
      return Optional.empty();
    }
    parent.lock(connection); // Another node may be at it.
    if (isThere(connection, days)) {
      return Optional.empty();
    }
    checkFree(connection, parent.sql.bounds(connection), time, days);
    TableName name = parent.named(SUFFIX.format(days.from));
    parent.create(connection, name, bound(time, days));
    return Optional.of(name);
  }

  private boolean isThere(Connection connection, Days days) throws SQLException {
    return parent.sql.bounds(connection).stream()
        .map(Partition::of)
        .anyMatch(
            partition ->
                days.from.atStartOfDay().equals(partition.from())
                    && days.to.atStartOfDay().equals(partition.to()));
  }

  private Column checkOurs(Connection connection) throws SQLException {
    Column time = parent.column(connection);
    parent.checkOurs(connection);
    return time;
  }

  private void checkFree(Connection connection, List<PartitionBound> bounds, Column time, Days days)
      throws SQLException {
    for (PartitionBound bound : bounds) {
      if (Partition.of(bound).overlaps(days.from.atStartOfDay(), days.to.atStartOfDay())) {
        throw parent.refused(
            "\"" + bound.name() + "\" has a part of " + days.from + " to " + days.to,
            "Take the step with which the table was partitioned");
      }
    }
    parent.checkDefault(connection, bounds, condition(time, days));
  }

  private static String literal(Column time, LocalDate day) {
    return "'" + day + (time.type().endsWith("with time zone") ? " 00:00:00+00'" : "'");
  }

  private static String bound(Column time, Days days) {
    return "FOR VALUES FROM (%s) TO (%s)"
        .formatted(literal(time, days.from), literal(time, days.to));
  }

  private String condition(Column time, Days days) {
    return "%1$s IS NOT NULL AND %1$s >= %2$s AND %1$s < %3$s"
        .formatted(parent.quote(time), literal(time, days.from), literal(time, days.to));
  }

  /**
   * Makes a table with rows a partition. That all of them are of its time is found out before, by a
   * constraint that is validated while others read and write; the lock is short then.
   *
   * @param name a table with the columns of the parent, which is no partition
   * @param from the first day of UTC
   * @param to the day behind the last
   * @throws dev.persistence.lifecycle.PlanRefusedException if a row is of another time, or another
   *     partition takes a part of it
   */
  public void attach(TableName name, LocalDate from, LocalDate to) throws SQLException {
    Arguments.notNull("from", from);
    if (!Arguments.notNull("to", to).isAfter(from)) {
      throw new IllegalArgumentException("to is " + to + "; allowed: behind " + from);
    }
    Days days = new Days(from, to);
    TableName table = parent.catalog.table(name).name();
    Column time =
        parent.transactions.call(
            connection -> {
              Column column = checkOurs(connection);
              checkFree(connection, parent.sql.bounds(connection), column, days);
              return column;
            });
    new CheckedAttach(parent, table).run(condition(time, days), bound(time, days));
  }

  /**
   * Drops the partitions that end on this day of UTC or before it, the oldest first.
   *
   * @throws dev.persistence.lifecycle.PlanRefusedException if the table is not partitioned by
   *     ranges of one time column, no partition of a range would be left, or there is one for what
   *     no other takes, with which PostgreSQL detaches none concurrently
   */
  public PartitionReport dropBefore(LocalDate day) throws SQLException {
    return remove(day, Fate.DROP);
  }

  /**
   * Makes the partitions that end on this day of UTC or before it partitions of the archive: a
   * table named as this one and then {@code _archive}, with the same columns and partitioned alike.
   * No row is copied.
   *
   * @throws dev.persistence.lifecycle.PlanRefusedException as {@link #dropBefore}, or if there is
   *     no such archive, or one that is not described with the subject
   */
  public PartitionReport archiveBefore(LocalDate day) throws SQLException {
    return remove(day, Fate.ARCHIVE);
  }

  /**
   * Detaches the partitions that end on this day of UTC or before it, which are tables of their own
   * then, beyond holds and erasures as long as no catalog describes them.
   *
   * @throws dev.persistence.lifecycle.PlanRefusedException as {@link #dropBefore}
   */
  public PartitionReport detachBefore(LocalDate day) throws SQLException {
    return remove(day, Fate.KEEP);
  }

  private PartitionReport remove(LocalDate day, Fate fate) throws SQLException {
    LocalDateTime cutoff = Arguments.notNull("day", day).atStartOfDay();
    PartitionRemoval removal = new PartitionRemoval(parent, fate);
    List<PartitionBound> all = removal.begin();
    List<PartitionBound> old =
        all.stream()
            .filter(
                bound -> {
                  LocalDateTime to = Partition.of(bound).to();
                  return to != null && !to.isAfter(cutoff);
                })
            .toList();
    return removal.run(all, old);
  }

  /**
   * Returns whether new rows find their partitions, and says so in the log if not: ranges between
   * two partitions that none takes, fewer partitions ahead of today than wanted, rows in the
   * default partition. Today is the database's, in UTC. Counts the rows of the default partition.
   *
   * @param wantedAhead 0 to 1,000
   */
  public PartitionHealth health(int wantedAhead) throws SQLException {
    LocalDate today =
        parent.transactions.call(
            connection ->
                LocalDate.parse(
                    Sql.text(
                        connection,
                        SqlFragment.of(
                            "SELECT CAST(CAST(CURRENT_TIMESTAMP AT TIME ZONE 'UTC' AS date)"
                                + " AS text)"))));
    return health(today, wantedAhead);
  }

  /**
   * Returns the same as of another day of UTC.
   *
   * @param wantedAhead 0 to 1,000
   */
  public PartitionHealth health(LocalDate today, int wantedAhead) throws SQLException {
    Arguments.notNull("today", today);
    Arguments.inRange("wantedAhead", wantedAhead, 0, 1_000);
    return parent.told(
        parent.transactions.call(
            connection -> {
              parent.column(connection);
              List<PartitionBound> bounds = parent.sql.bounds(connection);
              RangeCover cover = new RangeCover(bounds.stream().map(Partition::of).toList());
              return new PartitionHealth(
                  parent.table.name(),
                  cover.gaps(),
                  cover.ahead(step, today),
                  wantedAhead,
                  parent.defaultRows(connection, bounds));
            }));
  }
}
