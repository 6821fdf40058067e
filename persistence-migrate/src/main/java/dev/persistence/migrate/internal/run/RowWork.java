package dev.persistence.migrate.internal.run;

import dev.persistence.core.Arguments;
import dev.persistence.core.keyset.KeysetBatch;
import dev.persistence.core.keyset.KeysetCursor;
import dev.persistence.core.keyset.KeysetVisitor;
import dev.persistence.core.keyset.KeysetWalker;
import dev.persistence.core.keyset.KeysetWalkerBuilder;
import dev.persistence.core.keyset.Throttle;
import dev.persistence.core.keyset.WalkReport;
import dev.persistence.core.sql.FailureKind;
import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.core.transaction.Isolation;
import dev.persistence.core.transaction.Transactions;
import dev.persistence.migrate.MigratorConfig;
import dev.persistence.migrate.Mismatch;
import dev.persistence.migrate.VerifyReport;
import dev.persistence.migrate.internal.engine.Engine;
import dev.persistence.migrate.internal.engine.Sql;
import dev.persistence.migrate.internal.engine.Table;
import dev.persistence.migrate.internal.operation.Sync;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Goes over the rows of a table to fill and to compare them, in batches that are a transaction
 * each; a batch that another runner has overtaken changes nothing.
 */
final class RowWork {

  private static final int MOST_KEYS = 100;
  private static final int REPAIRS = 3;

  private final RunnerSession session;
  private final MigratorConfig config;
  private final Transactions transactions;
  private final Checkpoints checkpoints;
  private final BatchUpdate updates;
  private final String version;

  RowWork(RunnerSession session, MigratorConfig config, Place place) {
    this.session = session;
    this.config = config;
    this.transactions =
        Transactions.builder(place.dataSource())
            .isolation(Isolation.READ_COMMITTED)
            .timeSource(config.timeSource())
            .build();
    this.checkpoints = new Checkpoints(session.engine(), place.version());
    this.version = place.version();
    this.updates = new BatchUpdate(session, config, version);
  }

  /** Whose rows, and where. */
  record Place(DataSource dataSource, String version) {}

  /** Fills the rows that need it, from where an earlier run ended; false if stopped before. */
  boolean fill(Sync sync) throws SQLException {
    Patience patience = new Patience(config);
    while (true) {
      try {
        return fill(sync, patience);
      } catch (SQLException failure) {
        if (!updates.isWorthAnotherTry(sync, patience, failure)) {
          return false;
        }
      }
    }
  }

  private boolean fill(Sync sync, Patience patience) throws SQLException {
    String mending = sync.mending();
    Checkpoints.Checkpoint start = checkpoints.find(session.connection(), sync.id());
    if (mending == null || start.complete()) {
      return true;
    }
    String position = start.position();
    if (position == null) {
      analyze(sync.table());
    }
    Progress progress = new Progress(sync, start.rows(), patience);
    KeysetCursor after = position == null ? null : KeysetCursor.decode(position);
    Way way = new Way(sync.table(), progress::ask, null, after);
    WalkReport report = walk(way, batch -> progress.rows = fill(batch, sync, mending));
    progress.tell();
    if (report.completed()) {
      checkpoints.complete(session.connection(), sync.id());
    }
    return report.completed();
  }

  /** May run twice, when its transaction lost to another. */
  private long fill(KeysetBatch batch, Sync sync, String mending) throws SQLException {
    long rows = updates.run(batch, sync, mending, sync.pending());
    checkpoints.save(batch.connection(), sync.id(), batch.cursor().encode(), rows);
    return rows;
  }

  /** Tells of each batch between it and the next, when it is committed and none is open. */
  private final class Progress {
    private final Sync sync;
    private final Patience patience;
    private long before;
    private long rows;

    /**
     * @param before rows that were filled until now
     */
    private Progress(Sync sync, long before, Patience patience) {
      this.sync = sync;
      this.before = before;
      this.patience = patience;
    }

    private Throttle.Pause ask(long batchRows) {
      tell();
      if (batchRows > 0) {
        patience.restart();
      }
      return RowWork.this.ask(batchRows);
    }

    private void tell() {
      if (rows > 0) {
        before += rows;
        rows = 0;
        config.listener().filled(version, sync.subject(), before);
      }
    }
  }

  private Throttle.Pause ask(long batchRows) {
    Throttle.Pause pause =
        Arguments.notNull("answer of the throttle", config.throttle().ask(batchRows));
    if (!pause.isNone()) {
      config.listener().throttled(version, pause);
    }
    return pause;
  }

  /** In one of the moments in which nobody is in the way; else the values of before will do. */
  private void analyze(Table table) throws SQLException {
    Engine engine = session.engine();
    Optional<String> statement = engine.catalog().analyze(session.connection(), table);
    if (statement.isEmpty()) {
      return;
    }
    engine.sessions().begin(session.connection(), "");
    boolean committed = false;
    try {
      Sql.run(session.connection(), statement.get());
      engine.sessions().commit(session.connection());
      committed = true;
    } catch (SQLException failure) {
      if (engine.dialect().classify(failure) != FailureKind.LOCK_TIMEOUT) {
        throw failure;
      }
    } finally {
      if (!committed) {
        engine.sessions().rollback(session.connection());
      }
    }
  }

  private <E extends Exception> WalkReport walk(Way way, KeysetVisitor<E> visitor)
      throws SQLException, E {
    if (way.table().key().isEmpty()) {
      return new PageWalk(transactions, config, way).walk(visitor);
    }
    KeysetWalkerBuilder walker =
        KeysetWalker.builder(transactions, way.table().name())
            .key(way.table().key().toArray(Identifier[]::new))
            .batchSize(config.startBatchSize(), 100, 20_000)
            .targetBatchTime(config.targetBatchTime())
            .throttle(way.throttle())
            .timeSource(config.timeSource())
            .untilCurrentEnd();
    if (way.condition() == null) {
      walker.rangesOnly();
    } else {
      walker.where(way.condition());
    }
    if (way.after() != null) {
      walker.after(way.after());
    }
    return walker.build().walk(visitor);
  }

  /** Compares all rows, mends what can be mended, and compares again. */
  VerifyReport verify(List<Sync> syncs) throws SQLException {
    long rows = 0;
    long repaired = 0;
    List<Mismatch> left = new ArrayList<>();
    for (Sync sync : syncs) {
      Seen seen = look(sync, null);
      for (int repair = 0; repair < REPAIRS && seen.broken > 0 && sync.mending() != null; ) {
        repair++;
        repaired += mend(sync, sync.mending());
        seen = look(sync, null);
      }
      rows += seen.rows;
      if (seen.broken > 0) {
        left.add(new Mismatch(sync.subject(), seen.broken, List.copyOf(seen.keys)));
      }
    }
    return new VerifyReport(rows, repaired, left);
  }

  private long mend(Sync sync, @Nullable String mending) throws SQLException {
    Patience patience = new Patience(config);
    while (true) {
      try {
        return look(sync, mending).broken;
      } catch (SQLException failure) {
        if (!updates.isWorthAnotherTry(sync, patience, failure)) {
          throw failure;
        }
      }
    }
  }

  /** What one walk over the rows saw. */
  private static final class Seen {
    private final Set<KeysetCursor> keys = new LinkedHashSet<>();
    private long rows;
    private long broken;
  }

  private Seen look(Sync sync, @Nullable String mending) throws SQLException {
    Seen seen = new Seen();
    Way way = new Way(sync.table(), this::ask, SqlFragment.of(sync.broken()), null);
    WalkReport report = walk(way, batch -> look(sync, mending, batch, seen));
    if (!report.completed()) {
      throw new SQLException("interrupted while rows were compared");
    }
    seen.rows = report.scanned();
    seen.broken = report.visited();
    return seen;
  }

  private void look(Sync sync, @Nullable String mending, KeysetBatch batch, Seen seen)
      throws SQLException {
    if (batch.keys().isEmpty()) {
      return;
    }
    if (mending != null) {
      updates.run(batch, sync, mending, "1 = 1");
    }
    for (KeysetCursor key : batch.keys()) {
      if (seen.keys.size() < MOST_KEYS) {
        seen.keys.add(key);
      }
    }
  }
}
