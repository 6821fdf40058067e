package dev.persistence.routing;

import dev.persistence.core.Arguments;
import dev.persistence.routing.internal.LeastInFlightSelector;
import dev.persistence.routing.internal.PowerOfTwoSelector;
import dev.persistence.routing.internal.RoundRobinSelector;
import dev.persistence.routing.internal.WeightedSelector;
import dev.persistence.routing.internal.ZoneSelector;
import java.util.List;

/**
 * Chooses one of the nodes that are fresh enough for a read.
 *
 * <p>Called on the hot path by many threads at once: implementations are thread-safe, do not block
 * and should not allocate.
 */
@FunctionalInterface
public interface ReplicaSelector {

  /**
   * Returns the index of the chosen node.
   *
   * @param nodes all nodes of the cluster
   * @param eligible bit i is set if {@code nodes.get(i)} may be chosen; at least one bit is set
   */
  int select(List<? extends ReplicaLoad> nodes, long eligible);

  /**
   * Returns a selector that chooses by this one among the nodes of a zone. Nodes elsewhere take
   * part while the zone has no eligible node, or while its fastest node is more than twice as slow
   * as the fastest elsewhere.
   */
  default ReplicaSelector preferringZone(String zone) {
    return new ZoneSelector(Arguments.notBlank("zone", zone), this);
  }

  /** One node after the other, whatever their load and weight. */
  static ReplicaSelector roundRobin() {
    return new RoundRobinSelector();
  }

  /** A random node, each as often as its {@linkplain ReplicaLoad#share share} says. */
  static ReplicaSelector weighted() {
    return WeightedSelector.INSTANCE;
  }

  /** The node with the fewest borrowed connections ÷ share; among equals, a random one by share. */
  static ReplicaSelector leastInFlight() {
    return LeastInFlightSelector.INSTANCE;
  }

  /**
   * The better of two nodes picked at random, by (borrowed connections + 1) × latency ÷ share.
   *
   * <p>Two random choices avoid the herd that follows the single best node; see Mitzenmacher, "The
   * Power of Two Choices in Randomized Load Balancing" (2001). A latency that is not known yet does
   * not count. The default.
   */
  static ReplicaSelector powerOfTwo() {
    return PowerOfTwoSelector.INSTANCE;
  }
}
