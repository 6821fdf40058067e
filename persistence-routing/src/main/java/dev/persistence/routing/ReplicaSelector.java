package dev.persistence.routing;

import dev.persistence.routing.internal.PowerOfTwoSelector;
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
   * The better of two nodes picked at random, by (borrowed connections + 1) × latency ÷ weight.
   *
   * <p>Two random choices avoid the herd that follows the single best node; see Mitzenmacher, "The
   * Power of Two Choices in Randomized Load Balancing" (2001).
   */
  static ReplicaSelector powerOfTwo() {
    return PowerOfTwoSelector.INSTANCE;
  }
}
