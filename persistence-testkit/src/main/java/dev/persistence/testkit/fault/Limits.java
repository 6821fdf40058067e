package dev.persistence.testkit.fault;

import dev.persistence.core.Arguments;
import java.time.Duration;
import java.util.Set;

/** What delays and directions of faults may be. */
final class Limits {

  private static final Duration LONGEST = Duration.ofDays(1);

  private Limits() {}

  static void duration(String option, Duration duration) {
    Arguments.inRange(option, duration, Duration.ZERO, LONGEST);
  }

  /** Returns the directions, one at least. */
  static Set<Direction> directions(Set<Direction> directions) {
    if (Arguments.notNull("directions", directions).isEmpty()) {
      throw new IllegalArgumentException("directions is empty; allowed: one direction or both");
    }
    return Set.copyOf(directions);
  }

  static Set<Direction> only(Direction direction) {
    return Set.of(Arguments.notNull("direction", direction));
  }
}
