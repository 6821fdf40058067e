package dev.persistence.benchmarks;

/** What a stub throws from a method that is not part of any measured path. */
final class Unused {

  private Unused() {}

  static UnsupportedOperationException method() {
    return new UnsupportedOperationException("not part of any measured path");
  }
}
