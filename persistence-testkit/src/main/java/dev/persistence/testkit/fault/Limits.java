package dev.persistence.testkit.fault;

import dev.persistence.core.Arguments;
import java.time.Duration;

/** What a delay may be. */
final class Limits {

  private static final Duration LONGEST = Duration.ofDays(1);

  private Limits() {}

  static void duration(String option, Duration duration) {
    Arguments.inRange(option, duration, Duration.ZERO, LONGEST);
  }
}
