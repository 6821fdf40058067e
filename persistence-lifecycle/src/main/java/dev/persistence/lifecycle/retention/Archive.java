package dev.persistence.lifecycle.retention;

import dev.persistence.core.Explanation;
import dev.persistence.core.keyset.KeysetBatch;
import dev.persistence.core.keyset.KeysetCursor;
import dev.persistence.core.keyset.KeysetWalker;
import dev.persistence.core.sql.Identifier;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.CatalogTable;
import dev.persistence.lifecycle.Column;
import dev.persistence.lifecycle.LifecycleException;
import dev.persistence.lifecycle.internal.Committed;
import dev.persistence.lifecycle.internal.Holds;
import dev.persistence.lifecycle.internal.Removal;
import dev.persistence.lifecycle.internal.RowSql;
import dev.persistence.lifecycle.internal.engine.Engine;
import dev.persistence.lifecycle.internal.engine.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Moves rows of a table into its archive: locked, copied by the names of their columns and removed
 * in one transaction, which ends with as many copies as removals, or without any.
 */
final class Archive {

  private final CatalogTable table;
  private final CatalogTable archive;
  private final Engine engine;
  private final RowSql rows;
  private final Holds holds;
  private final Removal removal;

  /** Refuses an archive that cannot take the rows as they are. */
  Archive(Catalog catalog, CatalogTable table, CatalogTable archive) {
    this.removal = new Removal(catalog, table);
    ArchiveTable.check(table, archive);
    this.table = table;
    this.archive = archive;
    this.engine = Engine.of(catalog.dialect());
    this.rows = new RowSql(catalog);
    this.holds = new Holds(catalog);
  }

  CatalogTable table() {
    return archive;
  }

  /**
   * Moves the rows that the walker visits, as far as they can go, and returns how many. Those that
   * somebody has locked are looked for again, as long as that finds any.
   */
  long move(KeysetWalker walker) throws SQLException {
    Pass pass = new Pass();
    boolean completed = walker.walk(pass::visit).completed();
    long moved = pass.moved;
    while (completed && pass.skipped > 0 && pass.moved > 0) {
      pass = new Pass();
      completed = walker.walk(pass::visit).completed();
      moved += pass.moved;
    }
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
      long going = 0;
      for (List<KeysetCursor> portion : RowSql.portions(locked)) {
        going += move(batch.connection(), removal.removable(batch.connection(), portion));
      }
      long ofBatch = going;
      Committed.then(
          () -> {
            moved += ofBatch;
            skipped += batch.keys().size() - locked.size();
          });
    }
  }

  private int move(Connection connection, List<KeysetCursor> going) throws SQLException {
    if (going.isEmpty()) {
      return 0;
    }
    String name = rows.quote(table);
    int copied = Sql.update(connection, rows.in(table, name, going).within(copy(name), ""));
    int removed = removal.removeKeys(connection, going);
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

  private String copy(String name) {
    List<Identifier> columns = ArchiveTable.stored(table).stream().map(Column::name).toList();
    boolean dated = archive.find(ArchiveTable.ARCHIVED_AT).isPresent();
    return "INSERT INTO "
        + rows.quote(archive)
        + " ("
        + columns.stream().map(rows::quote).collect(Collectors.joining(", "))
        + (dated ? ", " + rows.quote(ArchiveTable.ARCHIVED_AT) : "")
        + ") SELECT "
        + rows.columns(name, columns)
        + (dated ? ", " + engine.words().now() : "")
        + " FROM "
        + name
        + " WHERE ";
  }
}
