package dev.persistence.routing.internal;

import dev.persistence.routing.ReplicaLoad;
import dev.persistence.routing.ReplicaSelector;
import java.util.List;

/** The node with the fewest borrowed connections for its share; among equals, one by share. */
public enum LeastInFlightSelector implements ReplicaSelector {
  INSTANCE;

  @Override
  public int select(List<? extends ReplicaLoad> nodes, long eligible) {
    double least = Double.MAX_VALUE;
    long best = eligible;
    for (long rest = eligible; rest != 0; rest &= rest - 1) {
      int index = Long.numberOfTrailingZeros(rest);
      ReplicaLoad node = nodes.get(index);
      double load = node.inFlight() / node.share();
      if (load < least) {
        least = load;
        best = 0;
      }
      if (load <= least) {
        best |= 1L << index;
      }
    }
    return Eligible.byShare(nodes, best);
  }

  @Override
  public String toString() {
    return "least in flight";
  }
}
