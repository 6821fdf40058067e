package dev.persistence.benchmarks.database;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShiftTest {

  private static final long MINUTE_NANOS = 60_000_000_000L;

  private final Shift shift = new Shift();

  @Test
  void instantIsAwaited() throws Exception {
    long due = System.nanoTime() + 20_000_000;

    assertThat(shift.reaches(due)).isTrue();
    assertThat(System.nanoTime() - due).isNotNegative();
  }

  /** An operation that took too long may have held it up. */
  @Test
  void whatWasDueBeforeTheEndIsStillDone() throws Exception {
    long due = System.nanoTime();

    shift.end();

    assertThat(shift.reaches(due)).isTrue();
  }

  @Test
  void whatIsDueAfterTheEndIsNotAwaited() throws Exception {
    shift.end();

    assertThat(shift.reaches(System.nanoTime() + MINUTE_NANOS)).isFalse();
  }

  @Test
  void nothingIsDueAfterItIsAbandoned() throws Exception {
    long due = System.nanoTime();

    shift.abandon();

    assertThat(shift.reaches(due)).isFalse();
  }

  @Test
  void endOutlivesItsBeingAbandoned() throws Exception {
    long due = System.nanoTime();
    shift.end();

    shift.abandon();

    assertThat(shift.reaches(due)).isTrue();
  }
}
