package dev.persistence.lifecycle.partition;

import dev.persistence.core.Arguments;
import dev.persistence.core.sql.TableName;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.Column;
import dev.persistence.lifecycle.partition.PartitionRemoval.Fate;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/**
 * The partitions of one table of PostgreSQL by lists of one column's values, such as regions or
 * tenants.
 *
 * <pre>{@code
 * ListPartitions orders = ListPartitions.of(dataSource, catalog, TableName.of("orders"));
 * orders.create("eu", "de", "fr");
 * PartitionHealth health = orders.health("de", "fr", "us");
 * }</pre>
 *
 * <p>Values are texts as the database reads and writes those of the column. A partition is made,
 * attached and taken away as {@link RangePartitions} does, holds and pg_partman included.
 *
 * <p>Immutable and thread-safe; blocks for the database.
 */
public final class ListPartitions {

  private final PartitionedTable parent;

  private ListPartitions(PartitionedTable parent) {
    this.parent = parent;
  }

  /**
   * Returns the partitions of the table.
   *
   * @throws dev.persistence.lifecycle.PlanRefusedException if there is no such table, or the
   *     database is not PostgreSQL
   */
  public static ListPartitions of(DataSource dataSource, Catalog catalog, TableName table) {
    return new ListPartitions(new PartitionedTable(dataSource, catalog, table, PartitionKind.LIST));
  }

  /** Returns the partitions that are attached. */
  public List<ListPartition> list() throws SQLException {
    return parent.bounds().stream().map(ListPartition::of).toList();
  }

  /**
   * Makes a partition for these values, or returns nothing if there is one for just these.
   *
   * @param suffix what its name has behind the table's and an underscore
   * @throws dev.persistence.lifecycle.PlanRefusedException if the table is not partitioned by lists
   *     of one column, another partition takes one of the values, or the default partition has rows
   *     of them
   */
  public Optional<TableName> create(String suffix, String... values) throws SQLException {
    TableName name = parent.named("_" + Arguments.notBlank("suffix", suffix));
    List<String> wanted = checkedValues(values);
    return parent.transactions.call(
        connection -> {
          if (check(connection, wanted).isThere()) {
            return Optional.empty();
          }
          parent.lock(connection); // Another node may be at it.
          Wanted found = check(connection, wanted);
          if (!found.isThere()) {
            parent.create(connection, name, found.bound());
          }
          return found.isThere() ? Optional.empty() : Optional.of(name);
        });
  }

  /**
   * Makes a table with rows the partition of these values. That all rows have one of them is found
   * out before, by a constraint that is validated while others read and write.
   *
   * @param name a table with the columns of the parent, which is no partition
   * @throws dev.persistence.lifecycle.PlanRefusedException if a row has another value, or another
   *     partition takes one of these
   */
  public void attach(TableName name, String... values) throws SQLException {
    TableName table = parent.catalog.table(name).name();
    List<String> wanted = checkedValues(values);
    Wanted found = parent.transactions.call(connection -> check(connection, wanted));
    if (found.isThere()) {
      throw parent.refused("a partition takes these values", "Attach the table for others");
    }
    new CheckedAttach(parent, table).run(found.condition(), found.bound());
  }

  private static List<String> checkedValues(String... values) {
    List<String> wanted = Arguments.listOf("values", values);
    Arguments.inRange("number of values", wanted.size(), 1, 1_000);
    return wanted;
  }

  /** A partition that is asked for, in the words of the database. */
  private record Wanted(boolean isThere, String bound, String condition) {}

  private Wanted check(Connection connection, List<String> wanted) throws SQLException {
    Column column = parent.column(connection);
    parent.checkOurs(connection);
    List<PartitionBound> bounds = parent.sql.bounds(connection);
    List<String> literals = new ArrayList<>();
    for (String value : wanted) {
      literals.add(PartitionSql.literal(connection, value));
    }
    String list = "IN (" + String.join(", ", literals) + ")";
    String condition = "%1$s IS NOT NULL AND %1$s %2$s".formatted(parent.quote(column), list);
    boolean isThere = false;
    for (PartitionBound bound : bounds) {
      ListPartition partition = ListPartition.of(bound);
      Set<String> taken = new HashSet<>(partition.values());
      isThere |= taken.equals(Set.copyOf(wanted)) && !partition.takesNull();
      if (!isThere && wanted.stream().anyMatch(taken::contains)) {
        throw parent.refused(
            "\"" + bound.name() + "\" takes some of the values", "Name values that none takes");
      }
    }
    if (!isThere) {
      parent.checkDefault(connection, bounds, condition);
    }
    return new Wanted(isThere, "FOR VALUES " + list, condition);
  }

  /**
   * Drops partitions, with all their rows.
   *
   * @throws dev.persistence.lifecycle.PlanRefusedException if one is not attached, none would be
   *     left, or there is one for what no other takes, with which PostgreSQL detaches none
   *     concurrently
   */
  public PartitionReport drop(TableName... partitions) throws SQLException {
    return remove(Fate.DROP, partitions);
  }

  /**
   * Makes partitions such of the archive: a table named as this one and then {@code _archive}, with
   * the same columns and partitioned alike. No row is copied.
   *
   * @throws dev.persistence.lifecycle.PlanRefusedException as {@link #drop}, or if there is no such
   *     archive, or one that is not described with the subject
   */
  public PartitionReport archive(TableName... partitions) throws SQLException {
    return remove(Fate.ARCHIVE, partitions);
  }

  /**
   * Detaches partitions, which are tables of their own then.
   *
   * @throws dev.persistence.lifecycle.PlanRefusedException as {@link #drop}
   */
  public PartitionReport detach(TableName... partitions) throws SQLException {
    return remove(Fate.KEEP, partitions);
  }

  private PartitionReport remove(Fate fate, TableName... partitions) throws SQLException {
    List<TableName> names = Arguments.listOf("partitions", partitions);
    PartitionRemoval removal = new PartitionRemoval(parent, fate);
    List<PartitionBound> all = removal.begin();
    List<PartitionBound> some = new ArrayList<>();
    for (TableName name : names) {
      PartitionBound named =
          all.stream()
              .filter(bound -> isNamed(bound, name))
              .findFirst()
              .orElseThrow(
                  () ->
                      parent.refused(
                          "\"" + name + "\" is none of its partitions",
                          "Name one of " + names(all)));
      if (!some.contains(named)) {
        some.add(named);
      }
    }
    return removal.run(all, some);
  }

  private static boolean isNamed(PartitionBound bound, TableName name) {
    return name.schema() == null
        ? bound.name().name().equals(name.name())
        : bound.name().equals(name);
  }

  private static List<String> names(List<PartitionBound> bounds) {
    return bounds.stream().map(bound -> bound.name().toString()).toList();
  }

  /**
   * Returns whether new rows find their partitions, and says so in the log if not: values that are
   * wanted and that no partition takes, rows in the default partition. Counts the rows of that.
   */
  public PartitionHealth health(String... wanted) throws SQLException {
    List<String> values = Arguments.listOf("wanted", wanted);
    return parent.told(
        parent.transactions.call(
            connection -> {
              parent.column(connection);
              List<PartitionBound> bounds = parent.sql.bounds(connection);
              List<String> missing = new ArrayList<>(values);
              bounds.forEach(bound -> missing.removeAll(ListPartition.of(bound).values()));
              return new PartitionHealth(
                  parent.table.name(), missing, 0, 0, parent.defaultRows(connection, bounds));
            }));
  }
}
