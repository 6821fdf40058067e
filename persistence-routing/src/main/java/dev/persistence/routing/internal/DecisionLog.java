package dev.persistence.routing.internal;

import dev.persistence.core.consistency.TokenVerdict;
import dev.persistence.routing.RouteReason;
import dev.persistence.routing.RoutingStatistics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
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
  private final Map<RouteReason, LongAdder> counts = adders(RouteReason.class);
  private final Map<TokenVerdict, LongAdder> tokens = adders(TokenVerdict.class);
  private final LongAdder waits = new LongAdder();
  private final LongAdder waitedNanos = new LongAdder();
  private final LongAdder refused = new LongAdder();

  private static <E extends Enum<E>> Map<E, LongAdder> adders(Class<E> kinds) {
    Map<E, LongAdder> adders = new EnumMap<>(kinds);
    for (E kind : kinds.getEnumConstants()) {
      adders.put(kind, new LongAdder());
    }
    return adders;
  }

  private static <E extends Enum<E>> void count(Map<E, LongAdder> adders, E kind) {
    LongAdder adder = adders.get(kind);
    if (adder != null) {
      adder.increment();
    }
  }

  private static <E extends Enum<E>> Map<E, Long> sums(Map<E, LongAdder> adders) {
    Map<E, Long> sums = new HashMap<>();
    adders.forEach((kind, adder) -> sums.put(kind, adder.sum()));
    return sums;
  }

  void decided(Decision decision) {
    ring.setRelease((int) (next.getAndIncrement() & (LAST - 1)), decision);
    count(counts, decision.reason());
  }

  void waited(long nanos) {
    waits.increment();
    waitedNanos.add(nanos);
  }

  /** Counts what became of a token. */
  void judged(TokenVerdict verdict) {
    count(tokens, verdict);
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
    Duration waited = Duration.ofNanos(waitedNanos.sum());
    return new RoutingStatistics(sums(counts), waits.sum(), waited, refused.sum(), sums(tokens));
  }
}
