package dev.persistence.testkit.history;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The definitions of the checker, word by word: every pair of operations, and every write. */
final class NaiveReference {

  /** One operation; {@code session} and the order of the list give the session order. */
  record Step(int session, boolean write, boolean unknown, int key, long version, String node) {
    boolean read() {
      return !write && !unknown;
    }
  }

  private final VersionOrder order;
  private final List<Step> steps;

  NaiveReference(VersionOrder order, List<Step> steps) {
    this.order = order;
    this.steps = steps;
  }

  Map<Guarantee, Long> violations() {
    Map<Guarantee, Long> counts = new EnumMap<>(Guarantee.class);
    for (int later = 0; later < steps.size(); later++) {
      for (Guarantee guarantee : Guarantee.values()) {
        if (violates(guarantee, later)) {
          counts.merge(guarantee, 1L, Long::sum);
        }
      }
    }
    return counts;
  }

  private boolean violates(Guarantee guarantee, int later) {
    Step second = steps.get(later);
    boolean secondReads =
        guarantee == Guarantee.READ_YOUR_WRITES || guarantee == Guarantee.MONOTONIC_READS;
    boolean firstReads =
        guarantee == Guarantee.MONOTONIC_READS || guarantee == Guarantee.WRITES_FOLLOW_READS;
    if (second.unknown() || second.read() != secondReads) {
      return false;
    }
    return steps.subList(0, later).stream()
        .filter(first -> first.session() == second.session() && !first.unknown())
        .filter(first -> first.read() == firstReads)
        .anyMatch(first -> secondReads ? readMisses(first, second) : ordersBefore(first, second));
  }

  private static boolean sameKey(Step first, Step second) {
    return first.key() == second.key();
  }

  private boolean ordersBefore(Step first, Step second) {
    return sameKey(first, second)
        ? second.version() <= first.version()
        : order == VersionOrder.GLOBAL && second.version() < first.version();
  }

  private boolean readMisses(Step first, Step second) {
    if (sameKey(first, second) && second.version() < first.version()) {
      return true;
    }
    return order == VersionOrder.GLOBAL
        && steps.stream()
            .filter(step -> sameKey(step, second) && happened(step))
            .anyMatch(
                step -> second.version() < step.version() && step.version() <= first.version());
  }

  private boolean happened(Step step) {
    boolean doubtful = steps.stream().anyMatch(other -> other.unknown() && sameKey(other, step));
    return step.write() || (step.read() && doubtful);
  }
}
