package dev.persistence.lifecycle.purge;

import dev.persistence.core.keyset.KeysetBatch;
import dev.persistence.core.keyset.KeysetCursor;
import dev.persistence.core.keyset.KeysetWalkerBuilder;
import dev.persistence.core.keyset.WalkReport;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.core.sql.TableName;
import dev.persistence.core.transaction.Isolation;
import dev.persistence.core.transaction.Transactions;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.CatalogTable;
import dev.persistence.lifecycle.PlanRefusedException;
import dev.persistence.lifecycle.internal.Committed;
import dev.persistence.lifecycle.internal.Holds;
import dev.persistence.lifecycle.internal.OldRows;
import dev.persistence.lifecycle.internal.Removal;
import dev.persistence.lifecycle.internal.RowSql;
import dev.persistence.lifecycle.internal.engine.Sql;
import java.sql.SQLException;
import java.time.temporal.Temporal;
import java.util.List;
import java.util.OptionalInt;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Removes old rows of a table for good, in batches that are a short transaction each.
 *
 * <pre>{@code
 * PurgeReport report = Purge.builder(dataSource, catalog, TableName.of("user_sessions"))
 *     .olderThan("last_seen_at", Duration.ofDays(30))
 *     .build()
 *     .run();
 * }</pre>
 *
 * <p>What is old is decided once, when the run starts. A row stays that a legal hold keeps, even
 * one of a moment ago, and one that a row of another table leads to. A row that somebody has locked
 * is passed over, and looked for again at the end. Each batch records how far it came in its own
 * transaction; a run that was killed is gone on with by the next one of the same id, with the time
 * at which it began. Two runs of one id at once do no harm, and no good.
 *
 * <p>With an index that begins with the time column only old rows are read; else the table is,
 * once, by its primary key.
 *
 * <p>Immutable and thread-safe; {@link #run} blocks until the end and starts no thread.
 */
public final class Purge {

  private final PurgeBuilder options;
  private final CatalogTable table;
  private final OldRows oldRows;
  private final Transactions transactions;
  private final RowSql rows;
  private final Holds holds;
  private final Removal removal;
  private final PurgeBook book;

  Purge(PurgeBuilder options) {
    this.options = options;
    this.table = options.table;
    this.oldRows = new OldRows(options.catalog, table, options.timeColumn);
    this.transactions =
        Transactions.builder(options.dataSource)
            .isolation(Isolation.READ_COMMITTED)
            .timeSource(options.timeSource)
            .build();
    this.rows = new RowSql(options.catalog);
    this.holds = new Holds(options.catalog);
    this.removal = new Removal(options.catalog, table);
    this.book = new PurgeBook(options, oldRows);
  }

  public static PurgeBuilder builder(DataSource dataSource, Catalog catalog, TableName table) {
    return new PurgeBuilder(dataSource, catalog, table);
  }

  /** Counts what a run would remove that began now, and changes nothing. */
  public PurgePreview preview() throws SQLException {
    return transactions.call(
        connection -> {
          SqlFragment old = old(book.cutoff(connection));
          SqlFragment removable = removal.removable("t");
          String from = "SELECT COUNT(*) FROM " + rows.quote(table) + " t WHERE ";
          long all = Sql.number(connection, old.within(from, ""));
          long going = Sql.number(connection, old.and(removable).within(from, ""));
          return new PurgePreview(going, all - going);
        });
  }

  private SqlFragment old(Temporal cutoff) {
    SqlFragment old = oldRows.until(cutoff);
    return options.condition == null ? old : old.and(options.condition);
  }

  /**
   * Removes the rows, or goes on with what an earlier run of the same id has left.
   *
   * @throws PlanRefusedException if that run was one of another plan
   */
  public PurgeReport run() throws SQLException {
    PurgeBook.State state = transactions.call(book::begin);
    Pass pass = new Pass(state.cutoff());
    WalkReport walk = pass.walk(state.position());
    long removed = state.removed() + pass.removed();
    while (walk.completed() && pass.mayFindMore()) {
      pass = new Pass(state.cutoff());
      walk = pass.walk(null);
      removed += pass.removed();
    }
    if (walk.completed()) {
      transactions.run(book::end);
    }
    return new PurgeReport(removed, pass.kept(), walk.completed());
  }

  /** One way through the old rows. Not thread-safe. */
  private final class Pass {
    private final Temporal cutoff;
    private long kept;
    private long skipped;
    private long removed;

    private Pass(Temporal cutoff) {
      this.cutoff = cutoff;
    }

    private long kept() {
      return kept;
    }

    private long removed() {
      return removed;
    }

    /** Once a way finds nothing to remove, whatever is left is held, needed or locked for long. */
    private boolean mayFindMore() {
      return skipped > 0 && removed > 0;
    }

    private WalkReport walk(@Nullable KeysetCursor position) throws SQLException {
      KeysetWalkerBuilder walker =
          oldRows
              .walker(transactions, cutoff, options.condition)
              .batchSize(options.startBatchSize, 100, 20_000)
              .targetBatchTime(options.targetBatchTime)
              .throttle(options.throttle)
              .timeSource(options.timeSource);
      if (position != null) {
        walker.after(position);
      }
      return walker.build().walk(this::remove);
    }

    private void remove(KeysetBatch batch) throws SQLException {
      Batch result = removeBatch(batch);
      book.save(batch.connection(), batch.cursor(), result.removed());
      int old = batch.keys().size();
      Committed.then(
          () -> {
            kept += Math.max(0, old - result.removed()); // One that just came may be gone, too.
            skipped += old - result.locked();
            removed += result.removed();
          });
    }
  }

  private record Batch(int locked, int removed) {}

  /** Passes the gate first: only a later statement sees all holds that came before. */
  private Batch removeBatch(KeysetBatch batch) throws SQLException {
    if (batch.keys().isEmpty()) {
      return new Batch(0, 0);
    }
    holds.shareGate(batch.connection());
    int all = batch.keys().size();
    OptionalInt gone = removal.removeUnlocked(batch.connection(), batch.range(), all);
    if (gone.isPresent()) {
      return new Batch(all, gone.getAsInt());
    }
    List<KeysetCursor> locked = removal.lock(batch.connection(), batch.range());
    int removed = 0;
    for (List<KeysetCursor> portion : RowSql.portions(locked)) {
      SqlFragment these = rows.in(table, rows.quote(table), portion);
      removed += removal.remove(batch.connection(), these);
    }
    return new Batch(locked.size(), removed);
  }
}
