package dev.persistence.routing.internal;

import dev.persistence.routing.ReplicaLoad;
import dev.persistence.routing.ReplicaSelector;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** The better of two random nodes, by queue length, latency and weight. */
public enum PowerOfTwoSelector implements ReplicaSelector {
  INSTANCE;

  @Override
  public int select(List<? extends ReplicaLoad> nodes, long eligible) {
    int count = Long.bitCount(eligible);
    if (count == 1) {
      return Long.numberOfTrailingZeros(eligible);
    }
    ThreadLocalRandom random = ThreadLocalRandom.current();
    int first = random.nextInt(count);
    int second = random.nextInt(count - 1);
    if (second >= first) {
      second++;
    }
    int one = indexOfBit(eligible, first);
    int other = indexOfBit(eligible, second);
    return cost(nodes.get(one)) <= cost(nodes.get(other)) ? one : other;
  }

  private static double cost(ReplicaLoad node) {
    double latency = Math.max(1, node.latencyNanos());
    return (node.inFlight() + 1) * latency / node.weight();
  }

  /** Returns the index of the n-th set bit, counted from 0. */
  private static int indexOfBit(long bits, int n) {
    long rest = bits;
    for (int i = 0; i < n; i++) {
      rest &= rest - 1;
    }
    return Long.numberOfTrailingZeros(rest);
  }

  @Override
  public String toString() {
    return "power of two";
  }
}
