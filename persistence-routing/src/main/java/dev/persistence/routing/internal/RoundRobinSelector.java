package dev.persistence.routing.internal;

import dev.persistence.routing.ReplicaLoad;
import dev.persistence.routing.ReplicaSelector;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** One node after the other, whatever their load and weight. Thread-safe. */
public final class RoundRobinSelector implements ReplicaSelector {

  private final AtomicInteger turn = new AtomicInteger();

  @Override
  public int select(List<? extends ReplicaLoad> nodes, long eligible) {
    int count = Long.bitCount(eligible);
    int nth = count == 1 ? 0 : Integer.remainderUnsigned(turn.getAndIncrement(), count);
    return Eligible.index(eligible, nth);
  }

  @Override
  public String toString() {
    return "round robin";
  }
}
