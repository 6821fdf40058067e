package dev.persistence.lifecycle.partition;

import dev.persistence.core.Arguments;
import dev.persistence.core.sql.TableName;
import dev.persistence.lifecycle.Catalog;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/**
 * The partitions of one table of PostgreSQL by hash, which there are all or rows are refused.
 *
 * <pre>{@code
 * HashPartitions sessions = HashPartitions.of(dataSource, catalog, TableName.of("sessions"));
 * sessions.createAll(8);
 * }</pre>
 *
 * <p>None is ever detached, archived or dropped here: new rows of its remainder would have no
 * place, and which rows it has says nothing of their age. A table that pg_partman manages is left
 * to it, but for {@link #health}.
 *
 * <p>Immutable and thread-safe; blocks for the database.
 */
public final class HashPartitions {

  private final PartitionedTable parent;

  private HashPartitions(PartitionedTable parent) {
    this.parent = parent;
  }

  /**
   * Returns the partitions of the table.
   *
   * @throws dev.persistence.lifecycle.PlanRefusedException if there is no such table, or the
   *     database is not PostgreSQL
   */
  public static HashPartitions of(DataSource dataSource, Catalog catalog, TableName table) {
    return new HashPartitions(new PartitionedTable(dataSource, catalog, table, PartitionKind.HASH));
  }

  /** Returns the partitions that are attached. */
  public List<HashPartition> list() throws SQLException {
    return parent.bounds().stream().map(HashPartition::of).toList();
  }

  /**
   * Makes the partitions of all remainders that are missing, all or none, and returns them.
   *
   * @param modulus how many partitions there are to be, 1 to 1,000
   * @throws dev.persistence.lifecycle.PlanRefusedException if the table is not partitioned by hash,
   *     or by another modulus
   */
  public List<TableName> createAll(int modulus) throws SQLException {
    Arguments.inRange("modulus", modulus, 1, 1_000);
    return parent.transactions.call(connection -> createAll(connection, modulus));
  }

  private List<TableName> createAll(Connection connection, int modulus) throws SQLException {
    parent.checkOurs(connection);
    if (missing(connection, modulus).isEmpty()) {
      return List.of();
    }
    parent.lock(connection); // Another node may be at it.
    List<TableName> made = new ArrayList<>();
    for (int remainder : missing(connection, modulus)) {
      TableName name = parent.named("_h" + modulus + "_" + remainder);
      String bound = "FOR VALUES WITH (modulus %d, remainder %d)";
      parent.create(connection, name, bound.formatted(modulus, remainder));
      made.add(name);
    }
    return List.copyOf(made);
  }

  private List<Integer> missing(Connection connection, int modulus) throws SQLException {
    List<HashPartition> there =
        parent.sql.bounds(connection).stream().map(HashPartition::of).toList();
    return IntStream.range(0, modulus)
        .filter(remainder -> isMissing(there, modulus, remainder))
        .boxed()
        .toList();
  }

  private boolean isMissing(List<HashPartition> there, int modulus, int remainder) {
    for (HashPartition partition : there) {
      if (partition.modulus() == modulus && partition.remainder() == remainder) {
        return false;
      }
      if (partition.overlaps(modulus, remainder)) {
        throw parent.refused(
            "\"" + partition.name() + "\" is one of " + partition.modulus() + " by hash",
            "Take the modulus with which the table was partitioned");
      }
    }
    return true;
  }

  /**
   * Returns whether new rows find their partitions, and says so in the log if not: remainders that
   * no partition takes, of which rows are refused.
   */
  public PartitionHealth health() throws SQLException {
    List<HashPartition> there = list();
    int modulus = there.stream().mapToInt(HashPartition::modulus).max().orElse(1);
    List<String> gaps = new ArrayList<>();
    for (int remainder = 0; remainder < modulus; remainder++) {
      int wanted = remainder;
      if (there.stream().noneMatch(each -> wanted % each.modulus() == each.remainder())) {
        gaps.add("remainder " + remainder + " of " + modulus);
      }
    }
    return parent.told(new PartitionHealth(parent.table.name(), gaps, 0, 0, 0));
  }
}
