package dev.persistence.routing.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection of a node from the moment a thread asks the pool for it until it is given back.
 *
 * <p>Another thread may take it from its holder: {@link #turnAway} ends the wait for the pool,
 * {@link #abort} cuts a connection that is in use. Either happens before the holder goes on or not
 * at all, so an interrupt never hits later work of that thread, and an abort never hits a
 * connection that the pool has lent to somebody else.
 */
final class Lease {

  private static final Logger LOG = LoggerFactory.getLogger(Lease.class);

  private static final int WAITING = 0;
  private static final int HELD = 1;
  private static final int TAKING = 2;
  private static final int TAKEN = 3;
  private static final int ENDED = 4;

  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(Lease.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Node node;
  private final long sinceNanos;
  private final Thread holder = Thread.currentThread();
  private volatile int state = WAITING;
  private @Nullable Connection physical;
  private @Nullable Semaphore permits;

  Lease(Node node, long sinceNanos) {
    this.node = node;
    this.sinceNanos = sinceNanos;
  }

  Node node() {
    return node;
  }

  Connection physical() {
    return Objects.requireNonNull(physical, "no connection was lent yet");
  }

  /** Notes that the pool has lent the connection. */
  void lent(Connection connection) {
    physical = connection;
    if (!STATE.compareAndSet(this, WAITING, HELD)) {
      awaitTaken();
      state = HELD; // It came just in time.
    }
  }

  /** Ends a wait that brought no connection; returns whether another thread has ended it. */
  boolean endWait() {
    if (STATE.compareAndSet(this, WAITING, ENDED)) {
      return false;
    }
    awaitTaken();
    return true;
  }

  /** Waits for the taker, whose interrupt is meant for the wait only, and clears it. */
  private void awaitTaken() {
    while (state == TAKING) {
      Thread.onSpinWait();
    }
    Thread.interrupted();
  }

  boolean isWaitingSince(long nanos) {
    return state == WAITING && sinceNanos <= nanos;
  }

  /** Interrupts the holder if it still waits for the pool. */
  void turnAway() {
    if (STATE.compareAndSet(this, WAITING, TAKING)) {
      holder.interrupt();
      state = TAKEN;
    }
  }

  /** Cuts the connection under its holder, whose statement then fails. */
  void abort() {
    if (!STATE.compareAndSet(this, HELD, TAKING)) {
      return;
    }
    try {
      physical().abort(Runnable::run);
    } catch (SQLException | RuntimeException e) { // A driver's own failure; the node is dead.
      LOG.debug("A connection to node {} could not be aborted", node, e);
    } finally {
      state = HELD;
    }
  }

  /** Has a permit released when the connection is given back. */
  void onReturn(Semaphore from) {
    permits = from;
  }

  /** Tells whether it holds a place that was lent for want of a replica. */
  boolean isFallback() {
    return permits != null;
  }

  void returned() {
    if (permits != null) {
      permits.release();
    }
  }

  /**
   * Waits until nobody can take the connection any more.
   *
   * @return false if the lease was ended before: somebody else gives the connection back
   */
  boolean end() {
    while (!STATE.compareAndSet(this, HELD, ENDED)) {
      if (state == ENDED) {
        return false;
      }
      Thread.onSpinWait();
    }
    return true;
  }
}
