package dev.persistence.routing.internal;

import dev.persistence.routing.ReplicaLoad;
import dev.persistence.routing.ReplicaSelector;
import java.util.List;

/**
 * Another selector, given only the nodes of one zone as long as that zone has an eligible node and
 * its fastest is at most {@value #SLOWER_AT_MOST} times slower than the fastest elsewhere; else
 * all.
 */
public record ZoneSelector(String zone, ReplicaSelector selector) implements ReplicaSelector {

  private static final int SLOWER_AT_MOST = 2;

  @Override
  public int select(List<? extends ReplicaLoad> nodes, long eligible) {
    long own = 0;
    for (long rest = eligible; rest != 0; rest &= rest - 1) {
      int index = Long.numberOfTrailingZeros(rest);
      if (nodes.get(index).zone().equals(zone)) {
        own |= 1L << index;
      }
    }
    boolean stay = own != 0 && (own == eligible || isFastEnough(nodes, own, eligible & ~own));
    return selector.select(nodes, stay ? own : eligible);
  }

  /** Without a known latency on either side there is nothing to compare. */
  private static boolean isFastEnough(List<? extends ReplicaLoad> nodes, long own, long others) {
    long elsewhere = Eligible.leastLatency(nodes, others);
    return elsewhere == 0 || Eligible.leastLatency(nodes, own) <= SLOWER_AT_MOST * elsewhere;
  }

  @Override
  public String toString() {
    return selector + ", zone " + zone + " first";
  }
}
