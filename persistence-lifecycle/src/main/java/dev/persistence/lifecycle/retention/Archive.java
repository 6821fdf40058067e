package dev.persistence.lifecycle.retention;

import dev.persistence.core.Explanation;
import dev.persistence.core.keyset.KeysetBatch;
import dev.persistence.core.keyset.KeysetCursor;
import dev.persistence.core.keyset.KeysetWalker;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.CatalogTable;
import dev.persistence.lifecycle.LifecycleException;
import dev.persistence.lifecycle.internal.Committed;
import dev.persistence.lifecycle.internal.Holds;
import dev.persistence.lifecycle.internal.Removal;
import dev.persistence.lifecycle.internal.RowSql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Moves rows of a table into its archive: locked, copied and removed in one transaction, which ends
 * with as many copies as removals, or without any.
 */
final class Archive {

  private final CatalogTable table;
  private final ArchiveCopy copy;
  private final Holds holds;
  private final Removal removal;

  Archive(Catalog catalog, CatalogTable table, ArchiveCopy copy) {
    this.removal = new Removal(catalog, table);
    this.table = table;
    this.copy = copy;
    this.holds = new Holds(catalog);
  }

  /**
   * Moves the rows that the walker visits, as far as they can go, and returns how many. Those that
   * somebody has locked are looked for again, as long as that finds any.
   */
  long move(KeysetWalker walker) throws SQLException {
    copy.begin();
    Pass pass = new Pass();
    boolean completed = walker.walk(pass::visit).completed();
    long moved = pass.moved;
    while (completed && pass.skipped > 0 && pass.moved > 0) {
      pass = new Pass();
      completed = walker.walk(pass::visit).completed();
      moved += pass.moved;
    }
    copy.end();
    return moved;
  }

  /** One way through the old rows. Not thread-safe. */
  private final class Pass {
    private long moved;
    private long skipped;

    private void visit(KeysetBatch batch) throws SQLException {
      if (batch.keys().isEmpty()) {
        return;
      }
      holds.shareGate(batch.connection());
      List<KeysetCursor> locked = removal.lock(batch.connection(), batch.range());
      List<List<KeysetCursor>> going = new ArrayList<>();
      for (List<KeysetCursor> portion : RowSql.portions(locked)) {
        List<KeysetCursor> removable = removal.removable(batch.connection(), portion);
        if (!removable.isEmpty()) {
          going.add(removable);
        }
      }
      long ofBatch = going.isEmpty() ? 0 : move(batch.connection(), going);
      Committed.then(
          () -> {
            moved += ofBatch;
            skipped += batch.keys().size() - locked.size();
          });
    }
  }

  private long move(Connection connection, List<List<KeysetCursor>> going) throws SQLException {
    long copied = copy.copy(connection, going);
    long removed = 0;
    for (List<KeysetCursor> portion : going) {
      removed += removal.removeKeys(connection, portion);
    }
    if (copied != removed) {
      throw new LifecycleException(
          new Explanation(
              "Nothing of \"" + table + "\" was archived in this batch",
              copied + " rows were copied and " + removed + " removed",
              "Look for triggers or rules on both tables"),
          null);
    }
    return removed;
  }
}
