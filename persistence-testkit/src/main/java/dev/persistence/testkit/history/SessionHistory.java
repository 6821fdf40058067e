package dev.persistence.testkit.history;

import dev.persistence.core.Arguments;
import dev.persistence.core.TimeSource;

/**
 * The recorder of one session: what it wrote and read, in order.
 *
 * <pre>{@code
 * history.begin();
 * long version = shop.load("cart-17").version();
 * history.read("cart-17", version, "replica-1");
 * }</pre>
 *
 * <p>{@link #begin} is called before each operation and stamps its start; the recording method,
 * called after it returned, stamps its end. So the operations of a session follow one another;
 * requests that one user makes at the same time are several sessions.
 *
 * <p>Used by one thread at a time; a hand-over to another thread must order the two. Nothing is
 * shared on the hot path, so recorders do not slow each other. 32 bytes for each operation.
 */
public final class SessionHistory {

  private final String session;
  private final Names keys;
  private final Names nodes;
  private final TimeSource time;
  private final OperationLog log = new OperationLog();
  private long lastEnd = Long.MIN_VALUE;
  private long start;
  private boolean begun;

  SessionHistory(String session, Names keys, Names nodes, TimeSource time) {
    this.session = session;
    this.keys = keys;
    this.nodes = nodes;
    this.time = time;
  }

  public String session() {
    return session;
  }

  /** Notes that an operation starts now. Calling it again moves the start. */
  public SessionHistory begin() {
    start = time.nanos();
    begun = true;
    return this;
  }

  /**
   * Records a read that has just returned.
   *
   * @param key any value with {@code equals} and {@code hashCode}, so no array
   * @param version of the write that it saw; 0 if it saw none, so the key had never been written
   * @param node that answered
   */
  public void read(Object key, long version, Object node) {
    Arguments.inRange("version", version, 0, Long.MAX_VALUE);
    record(OperationLog.READ, key, version, node);
  }

  /**
   * Records a write that is known to be committed. Of a transaction the reads come before the
   * writes, and of several writes to one key only the last is recorded.
   *
   * @param version that it gave to the key, more than 0
   */
  public void wrote(Object key, long version, Object node) {
    Arguments.inRange("version", version, 1, Long.MAX_VALUE);
    record(OperationLog.WRITE, key, version, node);
  }

  /**
   * Records a write that may or may not be, or become, committed: its answer was lost. By itself it
   * demands nothing of later operations; what somebody reads of it counts as that read.
   *
   * @param version that the key has if the write took place; 0 if that is not known either
   */
  public void wroteUnknown(Object key, long version, Object node) {
    Arguments.inRange("version", version, 0, Long.MAX_VALUE);
    record(OperationLog.UNKNOWN_WRITE, key, version == 0 ? OperationLog.NO_VERSION : version, node);
  }

  private void record(int kind, Object key, long version, Object node) {
    if (!begun) {
      throw new IllegalStateException(
          "operation of session "
              + session
              + " was not begun: begin() is called before each operation");
    }
    int keyNumber = keys.numberOf(Arguments.notNull("key", key));
    int nodeNumber = nodes.numberOf(Arguments.notNull("node", node));
    begun = false;
    lastEnd = Math.max(time.nanos(), lastEnd);
    log.times(start, lastEnd);
    log.append(kind, keyNumber, nodeNumber, version);
  }

  OperationLog log() {
    return log;
  }
}
