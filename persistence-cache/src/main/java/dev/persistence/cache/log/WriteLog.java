package dev.persistence.cache.log;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Keeps acknowledged operations until they are written, so that they outlive the process: an
 * ordered log for each stripe, shared by all nodes, of which one node at a time writes a stripe's
 * entries to the database.
 *
 * <p>An implementation extends {@code WriteLogContract} of this module's test-jar to prove itself.
 * Thread-safe; blocks. Every method may throw {@link dev.persistence.core.PersistenceException}
 * when the log cannot be reached; what was under way then may have happened or not.
 */
public interface WriteLog extends AutoCloseable {

  /** Returns the kind of log, such as {@code REDIS_STREAM}. */
  String name();

  /** Returns what is lost at most of what was appended, and when, in words for people. */
  String lossBound();

  /**
   * Gets ready for that many stripes, numbered from 0.
   *
   * @throws IllegalArgumentException if the log was made for another number of stripes: the keys
   *     would change their stripes, and so their order; or if where it is kept cannot keep one
   */
  void open(int stripes);

  /**
   * Appends entries to the end of a stripe in their order. When it returns they are as durable as
   * {@link #lossBound()} says.
   *
   * @return their positions, each greater than all that were read of this stripe before
   */
  List<LogPosition> append(int stripe, List<LogEntry> entries);

  /**
   * Takes the right to write the stripe's entries, or prolongs it; no two logs have it at a time.
   *
   * @param time for how long, counted from the call
   * @return whether this log has the right
   */
  boolean lease(int stripe, Duration time);

  /** Gives the right back, if this log has it. */
  void release(int stripe);

  /**
   * Returns the first entries that are not acknowledged, oldest first. Only for who holds the
   * lease.
   */
  List<LogRecord> first(int stripe, int most);

  /**
   * Returns the next entries behind a position that was read before, oldest first. Only for who
   * holds the lease.
   */
  List<LogRecord> next(int stripe, LogPosition after, int most);

  /** Removes these entries, all or none; those that are gone already do not matter. */
  void acknowledge(int stripe, List<LogPosition> positions);

  /** Returns those of the positions whose entries are not acknowledged. */
  Set<LogPosition> remaining(int stripe, Collection<LogPosition> positions);

  /** Ends what the log itself has opened. Leases that were not released end with their time. */
  @Override
  void close();
}
