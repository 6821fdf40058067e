package dev.persistence.sharding.internal.scatter;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A query from when it has its connection until it gives it back, which is when somebody else may
 * end it. A cancellation under way holds the giving back up, since it would else hit who has the
 * connection next. Thread-safe.
 */
final class RunningQuery {

  private static final Logger LOG = LoggerFactory.getLogger(RunningQuery.class);

  /** How long a statement that was cancelled may take to end before its connection is cut. */
  private static final long GRACE_MILLIS = 100;

  /** How long a cancellation may hold the connection; a driver may need a connection for it. */
  private static final long LONGEST_CUT_MILLIS = 10_000;

  private static final int PROBE_SECONDS = 1;

  private enum State {
    BEFORE,
    RUNNING,
    CUTTING,
    CUT,
    OVER
  }

  private final AtomicReference<State> state = new AtomicReference<>(State.BEFORE);
  private final CountDownLatch over = new CountDownLatch(1);
  private final CountDownLatch cut = new CountDownLatch(1);
  private volatile @Nullable Connection connection;
  private volatile @Nullable Statement statement;
  private volatile boolean cancelled;

  /** Has its connection; fails if nobody wants its rows any more. */
  void begins(Connection open) throws SQLException {
    connection = open;
    if (!state.compareAndSet(State.BEFORE, State.RUNNING)) {
      throw unwanted();
    }
  }

  /** Is about to be executed; fails if nobody wants its rows any more. */
  void executes(Statement select) throws SQLException {
    statement = select;
    if (state.get() != State.RUNNING) {
      throw unwanted();
    }
  }

  private static SQLException unwanted() {
    return new SQLTimeoutException("Cancelled, since nobody waits for the rows", "57014");
  }

  /**
   * Has come to its end, after which nobody can cut it.
   *
   * @param failed whether the database has ended it; a cancellation that came too late for that
   *     might end the connection's next statement, which is one that nobody needs
   */
  void ends(boolean failed) {
    over.countDown();
    if (!state.compareAndSet(State.RUNNING, State.OVER)) {
      boolean known = awaitCut();
      if (!known || (cancelled && !failed && !isUsable())) {
        abort();
      }
    }
  }

  private boolean isUsable() {
    try {
      Connection used = connection;
      return used != null && used.isValid(PROBE_SECONDS);
    } catch (SQLException | RuntimeException failure) { // A driver's own; the connection is cut.
      return false;
    }
  }

  private boolean awaitCut() {
    boolean interrupted = false;
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LONGEST_CUT_MILLIS);
    try {
      while (true) {
        try {
          return cut.await(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException again) { // The connection must not go back earlier for that.
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Sees to it that it does not begin any more; returns whether it has begun and is to be cut. */
  boolean isToBeCut() {
    return !state.compareAndSet(State.BEFORE, State.CUT) && state.get() == State.RUNNING;
  }

  /** Ends it if it runs: by its driver's means, or else by cutting its connection. */
  void cut() {
    if (!state.compareAndSet(State.RUNNING, State.CUTTING)) {
      return;
    }
    try {
      cancel();
      if (!over.await(GRACE_MILLIS, TimeUnit.MILLISECONDS)) {
        abort();
      }
    } catch (InterruptedException ended) {
      abort();
      Thread.currentThread().interrupt();
    } finally {
      state.set(State.CUT);
      cut.countDown();
    }
  }

  private void cancel() {
    try {
      Statement running = statement;
      if (running != null && over.getCount() > 0) {
        cancelled = true;
        running.cancel();
      }
    } catch (SQLException | RuntimeException failure) { // A driver's own; the connection is cut.
      LOG.debug("A query could not be cancelled", failure);
    }
  }

  private void abort() {
    try {
      Connection used = connection;
      if (used != null) {
        used.abort(Runnable::run);
      }
    } catch (SQLException | RuntimeException failure) { // A driver's own; it is given up.
      LOG.debug("A connection could not be cut", failure);
    }
  }
}
