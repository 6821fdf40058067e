package dev.persistence.routing.internal;

import dev.persistence.routing.ReplicaLoad;
import dev.persistence.routing.ReplicaSelector;
import java.util.List;

/** A random node, each as often as its share of the eligible ones. */
public enum WeightedSelector implements ReplicaSelector {
  INSTANCE;

  @Override
  public int select(List<? extends ReplicaLoad> nodes, long eligible) {
    return Eligible.byShare(nodes, eligible);
  }

  @Override
  public String toString() {
    return "weighted";
  }
}
