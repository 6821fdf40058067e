package dev.persistence.routing.internal;

import dev.persistence.routing.ReplicaLoad;
import dev.persistence.routing.ReplicaSelector;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** The better of two random nodes, by queue length, latency and share. */
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
    int one = Eligible.index(eligible, first);
    int other = Eligible.index(eligible, second);
    return isNoWorse(nodes.get(one), nodes.get(other)) ? one : other;
  }

  /** A latency that is not known yet is taken for the other's, not for the best there is. */
  private static boolean isNoWorse(ReplicaLoad one, ReplicaLoad other) {
    long mine = one.latencyNanos();
    long theirs = other.latencyNanos();
    boolean comparable = mine > 0 && theirs > 0;
    double cost = (one.inFlight() + 1) / one.share() * (comparable ? mine : 1);
    double otherCost = (other.inFlight() + 1) / other.share() * (comparable ? theirs : 1);
    return cost <= otherCost;
  }

  @Override
  public String toString() {
    return "power of two";
  }
}
