package dev.persistence.sharding.internal;

import dev.persistence.sharding.ShardStatistics;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** What one shard has done, and how fast it answers of late. Thread-safe. */
public final class ShardCounters {

  /** How many of the last answers count for a quantile. */
  private static final int WINDOW = 256;

  /** With fewer answers than this there is no quantile. */
  private static final int LEAST = 20;

  private final LongAdder answers = new LongAdder();
  private final LongAdder answerNanos = new LongAdder();
  private final LongAdder missing = new LongAdder();
  private final LongAdder hedges = new LongAdder();
  private final LongAdder hedgesWon = new LongAdder();
  private final LongAdder moved = new LongAdder();
  private final AtomicLongArray latest = new AtomicLongArray(WINDOW);
  private final AtomicInteger count = new AtomicInteger();

  /** Counts an answer that took so long. */
  public void answered(long nanos, boolean byReplica) {
    answers.increment();
    answerNanos.add(nanos);
    latest.set(Math.floorMod(count.getAndIncrement(), WINDOW), nanos);
    if (byReplica) {
      hedgesWon.increment();
    }
  }

  /** Counts a query without an answer. */
  public void missed() {
    missing.increment();
  }

  /** Counts a query that is asked of the replica as well. */
  public void hedged() {
    hedges.increment();
  }

  /** Counts a unit of work that was refused since its key has moved. */
  void moved() {
    moved.increment();
  }

  /** Returns how long such a share of the latest answers took at most, or -1 if there are few. */
  public long quantileNanos(double quantile) {
    int known = (int) Math.min(WINDOW, answers.sum());
    if (known < LEAST) {
      return -1;
    }
    long[] nanos = new long[known];
    for (int i = 0; i < known; i++) {
      nanos[i] = latest.get(i);
    }
    Arrays.sort(nanos);
    return nanos[Math.min(known - 1, (int) (quantile * known))];
  }

  /** Returns the sums. */
  public ShardStatistics statistics() {
    return new ShardStatistics(
        answers.sum(),
        Duration.ofNanos(answerNanos.sum()),
        missing.sum(),
        hedges.sum(),
        hedgesWon.sum(),
        moved.sum());
  }
}
