package dev.persistence.sharding.internal.scatter;

import dev.persistence.core.consistency.ConsistencyContext;
import dev.persistence.core.sql.Dialect;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.core.transaction.Transactions;
import dev.persistence.sharding.scatter.ScatterSpec.Page;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;

/** One run of a shard's part of a scattered query on one of its databases. Thread-safe. */
final class ReadAttempt {

  private static final int FETCH_SIZE = 256;

  private final ShardRead read;
  private final Transactions database;
  private final Semaphore permits;
  private final FutureTask<Boolean> task;
  private final RunningQuery running = new RunningQuery();
  private volatile boolean exhausted;

  /** Takes the caller's consistency along. */
  ReadAttempt(ShardRead read, Transactions database, Semaphore permits) {
    this.read = read;
    this.database = database;
    this.permits = permits;
    this.task = new FutureTask<>(ConsistencyContext.capture().wrap(this::run), true);
  }

  Semaphore permits() {
    return permits;
  }

  /** Starts to read, with a permit that is given back at the end. */
  void start(Executor executor) {
    executor.execute(
        () -> {
          try {
            task.run();
          } finally {
            permits.release();
          }
        });
  }

  /** Makes what runs end, and does not let begin what does not run yet. */
  void stop(Executor executor) {
    task.cancel(true);
    if (!exhausted && running.isToBeCut()) {
      try {
        executor.execute(running::cut);
      } catch (RejectedExecutionException closed) { // Then nobody else does it.
        running.cut();
      }
    }
  }

  private void run() {
    Throwable failure = null;
    try {
      database.run(this::query);
    } catch (Throwable any) { // Whoever merges gets it, Errors too, or would wait in vain.
      failure = any;
    } finally {
      read.ended(this, failure);
    }
  }

  private void query(Connection open) throws SQLException, InterruptedException {
    running.begins(open);
    boolean failed = true;
    try {
      answer(open);
      failed = false;
    } catch (InterruptedException interrupted) {
      failed = false;
      throw interrupted;
    } finally {
      running.ends(failed);
    }
  }

  private void answer(Connection open) throws SQLException, InterruptedException {
    Question question = read.question();
    Dialect dialect = read.shard().dialect(open);
    SqlFragment sql = new ShardSql(dialect, question.spec()).around(question.query());
    try (PreparedStatement select =
        open.prepareStatement(sql.sql(), ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)) {
      if (question.spec().page().reach() == Page.NO_LIMIT) {
        select.setFetchSize(dialect.cursorFetchSize(FETCH_SIZE));
      }
      sql.bind(select, 1);
      running.executes(select);
      try (ResultSet rows = select.executeQuery()) {
        if (read.answers(this)) {
          send(rows);
        }
      }
    }
  }

  private void send(ResultSet rows) throws SQLException, InterruptedException {
    RowReader reader = new RowReader(rows);
    Feed feed = read.feed();
    feed.columns(reader.labels());
    Chunk chunk = new Chunk();
    while (rows.next()) {
      chunk.add(reader.row());
      if (chunk.isFull()) {
        if (!feed.put(chunk)) {
          return;
        }
        chunk = new Chunk();
      }
    }
    exhausted = true;
    feed.put(chunk);
    feed.end(null); // What is left is the end of a transaction that has only read.
  }
}
