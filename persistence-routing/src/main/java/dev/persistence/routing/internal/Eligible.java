package dev.persistence.routing.internal;

import dev.persistence.routing.ReplicaLoad;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Questions on a mask of nodes that several selectors ask. */
final class Eligible {

  private Eligible() {}

  /** Returns the index of the n-th set bit, counted from 0. */
  static int index(long eligible, int nth) {
    long rest = eligible;
    for (int i = 0; i < nth; i++) {
      rest &= rest - 1;
    }
    return Long.numberOfTrailingZeros(rest);
  }

  /** Returns a random eligible node, each as likely as its share of all of them. */
  static int byShare(List<? extends ReplicaLoad> nodes, long eligible) {
    double total = 0;
    for (long rest = eligible; rest != 0; rest &= rest - 1) {
      total += nodes.get(Long.numberOfTrailingZeros(rest)).share();
    }
    double left = ThreadLocalRandom.current().nextDouble() * total;
    long rest = eligible;
    while (true) {
      int index = Long.numberOfTrailingZeros(rest);
      left -= nodes.get(index).share();
      rest &= rest - 1;
      if (left < 0 || rest == 0) {
        return index;
      }
    }
  }

  /** Returns the least known latency of the nodes, or 0 if none is known. */
  static long leastLatency(List<? extends ReplicaLoad> nodes, long among) {
    long least = 0;
    for (long rest = among; rest != 0; rest &= rest - 1) {
      long latency = nodes.get(Long.numberOfTrailingZeros(rest)).latencyNanos();
      if (latency > 0 && (least == 0 || latency < least)) {
        least = latency;
      }
    }
    return least;
  }
}
