package dev.persistence.testkit.history;

import dev.persistence.core.Arguments;
import dev.persistence.core.TimeSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A judge of what clients of a primary with lagging replicas saw: records the reads and writes of
 * sessions and finds those that break a {@linkplain Guarantee session guarantee}.
 *
 * <pre>{@code
 * ConsistencyChecker checker = new ConsistencyChecker(VersionOrder.PER_KEY);
 * SessionHistory alice = checker.session("alice");
 * alice.begin();
 * long version = update(primary, "cart-17");
 * alice.wrote("cart-17", version, "primary");
 * alice.begin();
 * alice.read("cart-17", select(replica, "cart-17"), "replica");
 * checker.check().assertConsistent();
 * }</pre>
 *
 * <p>Sessions may be recorded by many threads at once, each {@link SessionHistory} by one. {@link
 * #check} is called when they have finished (joined). It may be called again after more operations.
 */
public final class ConsistencyChecker {

  /*
   * The model. One primary orders all writes; a node has applied a set DB of them; a read of key k
   * returns the version of the last write of k in the DB of its node, or 0. Versions tell that order,
   * for each key or for all (VersionOrder). Over the operations of one session, in their order:
   *
   *   read-your-writes     read k@v after write k@w           needs v >= w
   *   monotonic reads      read k@v after read k@r            needs v >= r
   *   monotonic writes     write k@v after write k@w          needs v > w
   *   writes follow reads  write k@v after read k@r           needs v > r
   *
   * These are the definitions of [1], section 3, with "W in DB" and "WriteOrder(W1, W2)" put in terms
   * of versions. They compare one key with itself, which is all that per-key versions can show.
   *
   * With one log (VersionOrder.GLOBAL) DB is a prefix of the log, and each write or read of any key
   * at position f proves a prefix of at least f. So, across keys:
   *
   *   monotonic writes     write k@v after write j@w          needs v >= w   (equal: one transaction)
   *   writes follow reads  write k@v after read j@r           needs v >= r
   *   a read k@v after f   is impossible on a prefix of f or more if k was written at some u with
   *                        v < u <= f: it breaks read-your-writes if f is of a write, monotonic
   *                        reads if it is of a read.
   *
   * For prefixes this is exact: where no u exists, the prefix max(v, f) explains the read. The other
   * half of [1]'s monotonic writes and writes-follow-reads, that no node shows W2 without W1, is a
   * matter of what others see; a prefix has it by nature, and a node that is no prefix is found as a
   * broken monotonic read of the session that read W2 and then missed W1.
   *
   * A write of unknown outcome may take effect later or never, so it demands nothing. If a read
   * returned its version, it is in the log and counts as such a u. Reads that failed are not
   * recorded. A delete is a write: whoever records must be able to tell its version (a tombstone).
   *
   * The cost: one sequential pass with one random access per operation (the key's floors), and for
   * GLOBAL one before it that collects and sorts the versions of each key. Measured on one core of
   * a shared two-core machine, 10 million operations in 8 sessions on 1,000 keys: 70 and 16 million
   * operations a second.
   *
   * [1] Terry, Demers, Petersen, Spreitzer, Theimer, Welch: Session Guarantees for Weakly Consistent
   *     Replicated Data. PDIS 1994.
   * [2] Viotti, Vukolic: Consistency in Non-Transactional Distributed Storage Systems. ACM Computing
   *     Surveys 49(1), 2016, section 3.4.
   */

  private final VersionOrder order;
  private final TimeSource time;
  private final Names keys = new Names();
  private final Names nodes = new Names();
  private final ConcurrentHashMap<String, SessionHistory> sessions = new ConcurrentHashMap<>();

  /** A checker whose operations are stamped with the JVM's monotonic clock. */
  public ConsistencyChecker(VersionOrder order) {
    this(order, TimeSource.system());
  }

  /** A checker whose operations are stamped with the given time. */
  public ConsistencyChecker(VersionOrder order, TimeSource time) {
    this.order = Arguments.notNull("order", order);
    this.time = Arguments.notNull("time", time);
  }

  /**
   * Starts a session and returns its recorder.
   *
   * @throws IllegalArgumentException if the name is blank or was used before
   */
  public SessionHistory session(String name) {
    Arguments.notBlank("session", name);
    SessionHistory history = new SessionHistory(name, keys, nodes, time);
    if (sessions.putIfAbsent(name, history) != null) {
      throw new IllegalArgumentException(
          "session is " + name + "; allowed: a name that no other session of this checker has");
    }
    return history;
  }

  /** Checks everything recorded so far. The verdict does not change with what is recorded later. */
  public Verdict check() {
    List<SessionHistory> histories = new ArrayList<>(sessions.values());
    histories.sort(Comparator.comparing(SessionHistory::session));
    if (histories.isEmpty()) {
      return new Verdict(0, Map.of(), null);
    }
    long operations = histories.stream().mapToLong(history -> history.log().size()).sum();
    KeyVersions versions =
        order == VersionOrder.GLOBAL ? KeyVersions.of(histories, keys.size()) : null;
    SessionWalk walk = new SessionWalk(histories, keys.size(), versions);
    Operation offender = walk.first();
    Guarantee broken = walk.broken();
    Violation first =
        offender == null || broken == null
            ? null
            : new Narrator(histories, versions, keys, nodes).tell(broken, offender);
    return new Verdict(operations, walk.counts(), first);
  }
}
