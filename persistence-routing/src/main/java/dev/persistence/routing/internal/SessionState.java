package dev.persistence.routing.internal;

import dev.persistence.core.consistency.ConsistencyToken;
import dev.persistence.core.consistency.SessionParticipant;
import dev.persistence.core.consistency.TokenVerdict;
import dev.persistence.routing.NodeSample;
import dev.persistence.routing.Position;
import dev.persistence.routing.ReplicationDialect;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
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

  /** What the session was resumed with for this cluster; null if that was nothing. */
  private final @Nullable ResumedWrites resumed;

  private final Consumer<TokenVerdict> judged;

  /**
   * @param tokens what the session was resumed with, of any cluster
   * @param judged is told what became of each token of this cluster
   */
  SessionState(Cluster cluster, List<ConsistencyToken> tokens, Consumer<TokenVerdict> judged) {
    this.cluster = cluster;
    this.judged = judged;
    this.resumed = merged(tokens);
    this.marks = new AtomicReference<>(resumed == null ? Marks.NONE : arrived(resumed));
  }

  private @Nullable ResumedWrites merged(List<ConsistencyToken> tokens) {
    ReplicationDialect dialect = cluster.config().dialect();
    long present = cluster.clock().topology().epoch();
    ResumedWrites.EpochOrder order =
        new ResumedWrites.EpochOrder(dialect.hasOrderedEpochs(), present);
    ResumedWrites all = null;
    for (ConsistencyToken token : tokens) {
      if (token.cluster().equals(cluster.config().name())) {
        ResumedWrites one = read(token, dialect);
        all = all == null ? one : all.merge(one, order);
      }
    }
    return all;
  }

  private ResumedWrites read(ConsistencyToken token, ReplicationDialect dialect) {
    try {
      ResumedWrites writes = ResumedWrites.of(token, dialect);
      judged.accept(TokenVerdict.VALID);
      return writes;
    } catch (IllegalArgumentException unreadable) {
      judged.accept(TokenVerdict.UNREADABLE);
      return new ResumedWrites(token.epoch(), null);
    }
  }

  /**
   * Whatever the position is, it was reached before now, so that the instant bounds a position that
   * is unknown or beyond the primary's; within the present epoch it is exact.
   */
  private Marks arrived(ResumedWrites writes) {
    long now = cluster.clock().now();
    Position position = writes.position();
    return position == null || writes.epoch() != cluster.clock().topology().epoch()
        ? Marks.NONE.wrote(now, writes.epoch())
        : Marks.NONE.wrote(SampleRing.NEVER, now, writes.epoch(), position);
  }

  /**
   * Returns the epoch of the tokens that the session was resumed with, if it is another one than
   * the present one, so that their writes may be lost; else null. A later write ends it.
   */
  @Nullable Long unsatisfiedEpoch(long present) {
    ResumedWrites past = resumed;
    if (past == null || !past.isOfAnotherEpoch(present)) {
      return null;
    }
    return Objects.requireNonNull(marks.get()).writeEpoch() == past.epoch() ? past.epoch() : null;
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
   * @param epoch the primary's epoch before it began
   * @param position covers the write and, of the same primary, every earlier one
   */
  void wrote(long sentNanos, long nowNanos, long epoch, Position position) {
    Topology topology = cluster.clock().topology();
    Position inherited = topology.epoch() == epoch ? topology.primaryPosition() : null;
    if (inherited == null) {
      wrote(nowNanos, epoch);
      return;
    }
    // What the primary has from its predecessors counts too; it grows no more.
    Position all = position.merge(inherited);
    marks.updateAndGet(known -> known.wrote(sentNanos, nowNanos, epoch, all));
    cluster.clock().active(nowNanos);
  }

  void read(long place, long nowNanos) {
    if (cluster.isForgotten(place)) {
      return;
    }
    marks.updateAndGet(known -> known.read(place, nowNanos));
  }

  UnobservedWriter openUnobservedWriter() {
    unobservedWriters.incrementAndGet();
    return new UnobservedWriter();
  }

  /** An open connection that may write without a statement of ours. Thread-safe. */
  final class UnobservedWriter {

    private final AtomicBoolean closed = new AtomicBoolean();

    /** Notes that it can write no more; a second call does nothing. */
    void close() {
      if (closed.compareAndSet(false, true)) {
        wrote(cluster.clock().now(), cluster.clock().topology().epoch());
        unobservedWriters.decrementAndGet();
      }
    }
  }

  void decided(Decision decision) {
    lastDecision = decision;
  }

  @Nullable Decision lastDecision() {
    return lastDecision;
  }

  /**
   * Returns the position of the last write if it is known, else one that the primary tells after
   * it, in up to two samples. If it tells none, or another epoch has begun meanwhile, the position
   * is unknown.
   */
  @Override
  public @Nullable ConsistencyToken token() {
    Marks known = marks();
    if (known.writeNanos() == SampleRing.NEVER) {
      return null;
    }
    long present = cluster.clock().topology().epoch();
    boolean mine = unsatisfiedEpoch(present) == null;
    if (mine && known.writeEpoch() != present && known.writeEpoch() != NodeSample.UNKNOWN_EPOCH) {
      return ConsistencyToken.unknown(cluster(), known.writeEpoch());
    }
    Position exact = known.writePosition();
    if (exact == null) {
      return token(present, awaitBound(known.writeNanos()));
    }
    Position bound = cluster.clock().bound(known.writeNanos());
    if (bound == null || bound.covers(exact)) {
      return token(known.writeEpoch(), exact);
    }
    judged.accept(TokenVerdict.FUTURE);
    return token(present, bound);
  }

  private ConsistencyToken token(long epoch, @Nullable Position position) {
    boolean changed = epoch != cluster.clock().topology().epoch();
    return position == null || changed || position instanceof AssumedLag
        ? ConsistencyToken.unknown(cluster(), epoch)
        : new ConsistencyToken(cluster(), epoch, position.text());
  }

  private @Nullable Position awaitBound(long instantNanos) {
    WatermarkClock clock = cluster.clock();
    long patience = 2 * cluster.config().sampleTimeout().toNanos();
    long deadline = clock.now() + Math.max(patience, cluster.config().maxWait().toNanos());
    Topology topology = clock.topology();
    Position position = clock.bound(instantNanos);
    try {
      while (position == null && clock.awaitProgress(instantNanos, deadline, topology)) {
        topology = clock.topology();
        position = clock.bound(instantNanos);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return position;
  }
}
