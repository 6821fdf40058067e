package dev.persistence.routing.internal;

import dev.persistence.core.Explanation;
import dev.persistence.core.PersistenceException;
import dev.persistence.core.consistency.ConsistencyToken;
import dev.persistence.core.consistency.SessionParticipant;
import dev.persistence.routing.Position;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What one session has done on one cluster. Thread-safe: marks of concurrent threads are merged, so
 * that each thread sees at least what its own calls have done.
 */
final class SessionState implements SessionParticipant {

  private final Cluster cluster;
  private final AtomicReference<Marks> marks;

  /** Open connections that may write without a statement of ours, such as unwrapped ones. */
  private final AtomicInteger unobservedWriters = new AtomicInteger();

  private volatile @Nullable Decision lastDecision;

  SessionState(Cluster cluster, List<ConsistencyToken> resumed) {
    this.cluster = cluster;
    Marks start = Marks.NONE;
    for (ConsistencyToken token : resumed) {
      if (token.cluster().equals(cluster.config().name())) {
        start = resumed(start, token);
      }
    }
    this.marks = new AtomicReference<>(start);
  }

  /** Whatever the position is, it was reached before now; within the present epoch it is exact. */
  private Marks resumed(Marks start, ConsistencyToken token) {
    long now = cluster.clock().now();
    Position position = null;
    if (token.epoch() == cluster.clock().topology().epoch()) {
      try {
        position = cluster.config().dialect().parse(token.position());
      } catch (IllegalArgumentException unreadable) {
        // The instant alone bounds it then.
      }
    }
    return position == null
        ? start.wrote(now, token.epoch())
        : start.wrote(SampleRing.NEVER, now, token.epoch(), position);
  }

  @Override
  public String cluster() {
    return cluster.config().name();
  }

  Marks marks() {
    Marks known = Objects.requireNonNull(marks.get());
    return unobservedWriters.get() == 0
        ? known
        : known.wrote(cluster.clock().now(), cluster.clock().topology().epoch());
  }

  /** Tells whether writes may happen at any time without being seen. */
  boolean hasUnobservedWriters() {
    return unobservedWriters.get() > 0;
  }

  /**
   * Notes a write.
   *
   * @param nowNanos an instant after it had ended
   * @param epoch the primary's epoch before it began; a later one might not contain it
   */
  void wrote(long nowNanos, long epoch) {
    marks.updateAndGet(known -> known.wrote(nowNanos, epoch));
    cluster.clock().active(nowNanos);
  }

  /**
   * Notes a write whose position the driver told.
   *
   * @param sentNanos an instant before the write was sent
   * @param nowNanos an instant after it had ended
   * @param position covers the write and, of the same primary, every earlier one
   */
  void wrote(long sentNanos, long nowNanos, Position position) {
    Topology topology = cluster.clock().topology();
    Position inherited = topology.primaryPosition();
    if (inherited == null) {
      wrote(nowNanos, topology.epoch());
      return;
    }
    // What the primary has from its predecessors counts too; it grows no more.
    Position all = position.merge(inherited);
    marks.updateAndGet(known -> known.wrote(sentNanos, nowNanos, topology.epoch(), all));
    cluster.clock().active(nowNanos);
  }

  void read(long place, long nowNanos) {
    if (cluster.isForgotten(place)) {
      return;
    }
    marks.updateAndGet(known -> known.read(place, nowNanos));
  }

  void unobservedWriterOpened() {
    unobservedWriters.incrementAndGet();
  }

  void unobservedWriterClosed() {
    wrote(cluster.clock().now(), cluster.clock().topology().epoch());
    unobservedWriters.decrementAndGet();
  }

  void decided(Decision decision) {
    lastDecision = decision;
  }

  @Nullable Decision lastDecision() {
    return lastDecision;
  }

  @Override
  public @Nullable ConsistencyToken token() {
    Marks known = marks();
    if (known.writeNanos() == SampleRing.NEVER) {
      return null;
    }
    WatermarkClock clock = cluster.clock();
    long deadline = clock.now() + cluster.config().maxWait().toNanos();
    Topology topology = clock.topology();
    Position exact = known.writePosition();
    if (exact != null) {
      return new ConsistencyToken(cluster(), known.writeEpoch(), exact.text());
    }
    Position position = clock.bound(known.writeNanos());
    try {
      while (position == null && clock.awaitProgress(known.writeNanos(), deadline, topology)) {
        topology = clock.topology();
        position = clock.bound(known.writeNanos());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (position == null) {
      throw new PositionUnknownException(cluster());
    }
    return new ConsistencyToken(cluster(), topology.epoch(), position.text());
  }

  /** The primary did not tell its position in time. */
  private static final class PositionUnknownException extends PersistenceException {

    private static final long serialVersionUID = 1L;

    PositionUnknownException(String cluster) {
      super(
          new Explanation(
              "No token for the writes of this session on \"" + cluster + "\"",
              "the primary did not tell its position within maxWait",
              "Try again, or let the next reader use Consistency.primary()"),
          null);
    }

    @Override
    public boolean isTransient() {
      return true;
    }
  }
}
