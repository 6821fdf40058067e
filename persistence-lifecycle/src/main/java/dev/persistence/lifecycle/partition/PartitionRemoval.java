package dev.persistence.lifecycle.partition;

import dev.persistence.core.sql.SqlFragment;
import dev.persistence.core.sql.TableName;
import dev.persistence.lifecycle.CatalogTable;
import dev.persistence.lifecycle.internal.Holds;
import dev.persistence.lifecycle.internal.engine.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Takes partitions from a table: detaches each concurrently, and then does with it what is asked.
 */
final class PartitionRemoval {

  /** What becomes of a partition that is detached. */
  enum Fate {
    DROP,
    ARCHIVE,
    KEEP
  }

  private final PartitionedTable parent;
  private final Fate fate;
  private final Holds holds;
  private final @Nullable PartitionedTable archive;

  /** Refuses to archive where there is no archive of this kind. */
  PartitionRemoval(PartitionedTable parent, Fate fate) {
    this.parent = parent;
    this.fate = fate;
    this.holds = new Holds(parent.catalog);
    this.archive =
        fate == Fate.ARCHIVE
            ? new PartitionedTable(
                parent.dataSource, parent.catalog, parent.named("_archive"), parent.kind)
            : null;
  }

  /** Undoes what was broken off, and returns the partitions that there are then. */
  List<PartitionBound> begin() throws SQLException {
    List<PartitionBound> broken =
        parent.transactions.call(
            connection -> {
              parent.checkOurs(connection);
              if (archive != null) {
                archive.checkOurs(connection);
                PartitionArchive.check(connection, parent, archive);
              }
              return parent.sql.halfDetached(connection);
            });
    for (PartitionBound partition : broken) {
      detach(partition.name(), " FINALIZE");
      parent.transactions.run(connection -> attach(connection, partition));
    }
    return parent.transactions.call(parent.sql::bounds);
  }

  private void attach(Connection connection, PartitionBound partition) throws SQLException {
    parent.attach(connection, partition.name(), partition.expression());
  }

  /** Refuses to take all partitions, and what the server would refuse. */
  PartitionReport run(List<PartitionBound> all, List<PartitionBound> some) throws SQLException {
    if (!some.isEmpty()) {
      check(all, some);
    }
    List<TableName> gone = new ArrayList<>();
    List<TableName> held = new ArrayList<>();
    for (PartitionBound partition : some) {
      (take(partition) ? gone : held).add(partition.name());
    }
    return new PartitionReport(
        fate == Fate.DROP ? gone : List.of(),
        fate == Fate.ARCHIVE ? gone : List.of(),
        fate == Fate.KEEP ? gone : List.of(),
        held);
  }

  private void check(List<PartitionBound> all, List<PartitionBound> some) {
    if (all.size() == some.size()) {
      throw parent.refused("none would be left for new rows", "Make the next ones first");
    }
    if (all.stream().anyMatch(PartitionBound::isDefault)) {
      throw parent.refused(
          "it has a default partition, with which PostgreSQL detaches none concurrently",
          "Detach the default partition");
    }
  }

  /** PostgreSQL detaches concurrently in no transaction but its own two. */
  private void detach(TableName name, String how) throws SQLException {
    try (Connection connection = parent.dataSource.getConnection()) {
      boolean before = connection.getAutoCommit();
      connection.setAutoCommit(true);
      String alter = "ALTER TABLE " + parent.quote(parent.table.name());
      try {
        Sql.run(connection, alter + " DETACH PARTITION " + parent.quote(name) + how);
      } finally {
        connection.setAutoCommit(before);
      }
    }
  }

  /** Returns false if a hold keeps a row; the partition is attached as before then. */
  private boolean take(PartitionBound partition) throws SQLException {
    if (parent.transactions.call(connection -> isHeld(connection, partition.name()))) {
      return false;
    }
    detach(partition.name(), " CONCURRENTLY");
    try {
      return parent.transactions.call(connection -> end(connection, partition));
    } catch (SQLException | RuntimeException failure) { // Whatever it is, its rows must be found.
      giveBack(partition, failure);
      throw failure;
    }
  }

  private boolean end(Connection connection, PartitionBound partition) throws SQLException {
    boolean held = isHeld(connection, partition.name());
    if (held) {
      attach(connection, partition);
    } else if (fate == Fate.DROP) {
      Sql.run(connection, "DROP TABLE " + parent.quote(partition.name()));
    } else if (fate == Fate.ARCHIVE) {
      Objects.requireNonNull(archive).attach(connection, partition.name(), partition.expression());
    }
    return !held;
  }

  private void giveBack(PartitionBound partition, Exception failure) {
    try {
      parent.transactions.run(connection -> attach(connection, partition));
    } catch (SQLException | RuntimeException second) {
      // The first failure says what is wrong; this one, that the table is on its own now, or gone.
      failure.addSuppressed(second);
    }
  }

  private boolean isHeld(Connection connection, TableName partition) throws SQLException {
    holds.shareGate(connection);
    CatalogTable table = parent.table;
    String name = parent.quote(partition);
    SqlFragment held =
        holds
            .free(table, name)
            .within("SELECT COUNT(*) FROM (SELECT 1 FROM " + name + " WHERE NOT (", ") LIMIT 1) h");
    return Sql.number(connection, held) > 0;
  }
}
