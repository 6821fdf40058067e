package dev.persistence.routing.internal;

import dev.persistence.routing.RouteReason;
import dev.persistence.routing.RoutingStatistics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;

/** The last decisions, and how many of each kind there were. Thread-safe, without a lock. */
final class DecisionLog {

  private static final int LAST = 256;

  private final AtomicReferenceArray<Decision> ring = new AtomicReferenceArray<>(LAST);
  private final AtomicLong next = new AtomicLong();
  private final Map<RouteReason, LongAdder> counts = new EnumMap<>(RouteReason.class);
  private final LongAdder waits = new LongAdder();
  private final LongAdder waitedNanos = new LongAdder();
  private final LongAdder refused = new LongAdder();

  DecisionLog() {
    for (RouteReason reason : RouteReason.values()) {
      counts.put(reason, new LongAdder());
    }
  }

  void decided(Decision decision) {
    ring.setRelease((int) (next.getAndIncrement() & (LAST - 1)), decision);
    LongAdder count = counts.get(decision.reason());
    if (count != null) {
      count.increment();
    }
  }

  void waited(long nanos) {
    waits.increment();
    waitedNanos.add(nanos);
  }

  void refused() {
    refused.increment();
  }

  /** Returns the last decisions, newest first. */
  List<Decision> last() {
    List<Decision> last = new ArrayList<>();
    long end = next.get();
    for (long i = end - 1; i >= Math.max(0, end - LAST); i--) {
      Decision decision = ring.get((int) (i & (LAST - 1)));
      if (decision != null) {
        last.add(decision);
      }
    }
    return last;
  }

  RoutingStatistics statistics() {
    Map<RouteReason, Long> decisions = new EnumMap<>(RouteReason.class);
    counts.forEach((reason, count) -> decisions.put(reason, count.sum()));
    Duration waited = Duration.ofNanos(waitedNanos.sum());
    return new RoutingStatistics(decisions, waits.sum(), waited, refused.sum());
  }
}
