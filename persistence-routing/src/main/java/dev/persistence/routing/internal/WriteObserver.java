package dev.persistence.routing.internal;

import dev.persistence.routing.Position;
import dev.persistence.routing.ReplicationDialect;
import java.sql.Connection;
import java.sql.ResultSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a session of the writes on one physical connection: their instants, and their positions
 * where the driver knows those. Used by one thread.
 */
final class WriteObserver {

  private static final Logger LOG = LoggerFactory.getLogger(WriteObserver.class);

  private static final WriteObserver BLIND = new WriteObserver(null);

  /** Null if nothing is known, or no more. */
  private ReplicationDialect.@Nullable CommitWatch watch;

  private boolean read;

  private WriteObserver(ReplicationDialect.@Nullable CommitWatch watch) {
    this.watch = watch;
  }

  /** Returns an observer for a connection to the primary. */
  static WriteObserver of(ReplicationDialect dialect, Connection physical) {
    try {
      ReplicationDialect.CommitWatch watch = dialect.watch(physical);
      return watch == null ? BLIND : new WriteObserver(watch);
    } catch (RuntimeException e) { // Code of a driver or an application; writes go on without.
      LOG.debug("No positions of commits on {}", physical, e);
      return BLIND;
    }
  }

  /** Returns an observer that knows no positions, and so has no state. */
  static WriteObserver blind() {
    return BLIND;
  }

  /** Notes that a call is about to be made. */
  void starts() {
    if (watch == null) {
      return;
    }
    read = false;
    try {
      watch.starts();
    } catch (RuntimeException e) { // Code of a driver or an application; the call goes on without.
      LOG.debug("The driver tells no positions of commits any more", e);
      watch = null;
    }
  }

  /**
   * Notes what a statement returned. One that returns rows may have read them after its last
   * commit, and so more than that commit's position covers.
   */
  void returned(@Nullable Object result) {
    if (watch != null) {
      read = result instanceof ResultSet || Boolean.TRUE.equals(result);
    }
  }

  /**
   * Notes that the call has ended, well or not, and tells the session.
   *
   * @param sentNanos an instant before the call
   * @param nowNanos an instant after it
   * @param epoch the primary's epoch before it
   */
  void ended(SessionState session, long sentNanos, long nowNanos, long epoch) {
    Position position = watch == null ? null : position(watch);
    if (position == null || read) {
      session.wrote(nowNanos, epoch);
    } else {
      session.wrote(sentNanos, nowNanos, epoch, position);
    }
  }

  private static @Nullable Position position(ReplicationDialect.CommitWatch watch) {
    try {
      return watch.ended();
    } catch (RuntimeException e) { // Code of a driver or an application; the commit stands.
      LOG.debug("The position of a commit could not be read", e);
      return null;
    }
  }
}
