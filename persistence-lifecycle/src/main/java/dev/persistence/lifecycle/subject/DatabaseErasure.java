package dev.persistence.lifecycle.subject;

import dev.persistence.lifecycle.internal.Holds;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** One erasure in one database, batch by batch. Not thread-safe. */
final class DatabaseErasure {

  private static final int PASSES = 3;

  private final DatabaseTarget target;
  private final PartitionWatch partitions;
  private final List<Step> steps;
  private final ErasureOrder order;
  private final ErasureBook book;
  private final Holds holds;
  private final Traces traces;
  private final ErasureSteps batches;
  private final Leftover leftover;
  private final Map<ErasureBook.Entry, Long> counts = new LinkedHashMap<>();
  private final Map<ErasureBook.Entry, TableErasure> left = new LinkedHashMap<>();
  private boolean completed;
  private boolean held;

  DatabaseErasure(DatabaseTarget target, SubjectGraph graph, List<Step> steps, ErasureOrder order) {
    SubjectSql sql = new SubjectSql(graph, order.subject());
    this.target = target;
    this.partitions = new PartitionWatch(graph);
    this.steps = steps;
    this.order = order;
    this.book = new ErasureBook(graph.catalog(), target.name, order);
    this.holds = new Holds(graph.catalog());
    this.traces = new Traces(graph);
    this.batches = new ErasureSteps(graph, sql, target.batchRows);
    this.leftover = new Leftover(graph, sql);
  }

  /**
   * Does what is open, be it what came since an earlier run; whatever fails leaves what was done
   * before.
   */
  StoreErasure run() {
    Exception failure = null;
    try {
      passes();
      target.transactions.run(this::end);
    } catch (Exception stopped) {
      // Whatever stops one store, the others are to go on, and the certificate has it.
      failure = stopped;
    }
    List<TableErasure> tables = new ArrayList<>();
    counts.forEach((entry, rows) -> tables.add(table(entry, rows)));
    return new StoreErasure(target.name, tables, Residue.of(target.catalog.dialect()), failure);
  }

  private TableErasure table(ErasureBook.Entry entry, long rows) {
    TableErasure there = left.get(entry);
    return there == null
        ? new TableErasure(entry.table(), entry.action(), rows, 0, null)
        : new TableErasure(entry.table(), entry.action(), rows, there.kept(), there.because());
  }

  /** Reads what earlier runs of the request have done. */
  void begin() throws SQLException {
    List<ErasureBook.Entry> entries = steps.stream().map(ErasureBook.Entry::of).toList();
    entries.forEach(entry -> counts.put(entry, 0L));
    ErasureBook.State state =
        target.transactions.call(connection -> book.begin(connection, entries));
    completed = state.completed();
    counts.replaceAll((entry, none) -> Objects.requireNonNullElse(state.rows().get(entry), 0L));
  }

  /** What came while a pass was under way may keep a parent, until the next pass. */
  private void passes() throws SQLException {
    long changed = 1;
    for (int pass = 0; pass < PASSES && changed > 0 && !held; pass++) {
      changed = 0;
      for (Step step : steps) {
        changed += run(step);
      }
    }
  }

  private long run(Step step) throws SQLException {
    ErasureBook.Entry entry = ErasureBook.Entry.of(step);
    long all = 0;
    int changed;
    do {
      changed = target.transactions.call(connection -> batch(connection, step, entry));
      counts.merge(entry, (long) changed, Long::sum);
      all += changed;
    } while (changed > 0);
    return all;
  }

  private int batch(Connection connection, Step step, ErasureBook.Entry entry) throws SQLException {
    holds.shareGate(connection);
    held = traces.isHeld(connection, order);
    int changed = held ? 0 : batches.run(connection, step);
    if (changed > 0) {
      book.count(connection, entry, changed);
    }
    return changed;
  }

  /** Between two looks at the partitions, so that no row has passed by unseen. */
  private void end(Connection connection) throws SQLException {
    Set<PartitionWatch.Part> parts = partitions.read(connection);
    target.requireSteps(connection, steps, "Not all was erased by " + order);
    holds.shareGate(connection);
    held = traces.isHeld(connection, order);
    left.clear();
    boolean open = false;
    for (Step step : steps) {
      Leftover.Rows rows = leftover.count(connection, step);
      String because = leftover.because(step, rows, held);
      if (step.action() != Action.DETACH) {
        ErasureBook.Entry entry = ErasureBook.Entry.of(step);
        left.put(entry, new TableErasure(entry.table(), entry.action(), 0, rows.all(), because));
        open |= rows.all() > 0 && step.action() != Action.KEEP;
      }
    }
    partitions.requireSeen(connection, "Not all was erased by " + order, parts);
    traces.removeSubject(connection, order);
    if (!open && !completed) {
      book.complete(connection);
    }
  }
}
