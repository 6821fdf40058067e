package dev.persistence.routing.internal;

/**
 * Keeps reads away from a node whose pool gave no connection several times in a row: after a pause
 * one more failure is enough to keep them away again. Thread-safe; two threads that fail at the
 * same instant may count as one.
 */
final class BorrowBreaker {

  private static final int FAILURES = 3;
  private static final long PAUSE_NANOS = 1_000_000_000;

  private volatile int failures;
  private volatile long openUntilNanos;

  @SuppressWarnings("NonAtomicVolatileUpdate") // A lost count delays the pause by one failure.
  void failed(long nowNanos) {
    failures++;
    if (failures >= FAILURES) {
      openUntilNanos = nowNanos + PAUSE_NANOS;
    }
  }

  void succeeded() {
    if (failures != 0) {
      failures = 0;
    }
  }

  boolean isOpen(long nowNanos) {
    return failures >= FAILURES && nowNanos < openUntilNanos;
  }
}
