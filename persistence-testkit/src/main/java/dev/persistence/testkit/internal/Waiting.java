package dev.persistence.testkit.internal;

import dev.persistence.core.Explanation;
import dev.persistence.core.PersistenceException;
import dev.persistence.core.TimeSource;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Bounded waiting for a condition that only polling can see. */
public final class Waiting {

  private static final Duration PAUSE = Duration.ofMillis(5);

  private Waiting() {}

  /**
   * Returns true as soon as the condition holds, false once the bound has passed; the condition is
   * asked at least once. An interrupt ends the wait with a {@link PersistenceException} and stays
   * set.
   */
  public static boolean until(Duration bound, BooleanSupplier condition) {
    TimeSource time = TimeSource.system();
    long start = time.nanos();
    while (!condition.getAsBoolean()) {
      if (time.nanos() - start > bound.toNanos()) {
        return false;
      }
      pause(time);
    }
    return true;
  }

  /** Waits like {@link #until} and throws the explanation when the bound passes. */
  public static void require(
      Duration bound, BooleanSupplier condition, Supplier<Explanation> failure) {
    if (!until(bound, condition)) {
      throw new PersistenceException(failure.get(), null);
    }
  }

  private static void pause(TimeSource time) {
    try {
      time.sleep(PAUSE);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new PersistenceException(
          new Explanation(
              "Waiting for a test server ended early",
              "the thread was interrupted",
              "Let the test wait longer, or close what it started"),
          interrupted);
    }
  }
}
