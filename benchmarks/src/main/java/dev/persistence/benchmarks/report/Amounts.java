package dev.persistence.benchmarks.report;

import java.util.Locale;

/** Numbers as people read them. */
final class Amounts {

  private Amounts() {}

  /** Returns about three digits of it, which is what such a figure is good for. */
  static String plain(double value) {
    String pattern;
    if (value == Math.rint(value) && value < 1_000) {
      pattern = "%.0f";
    } else if (value < 0.1) {
      pattern = "%.3f";
    } else if (value < 10) {
      pattern = "%.2f";
    } else {
      pattern = value < 100 ? "%.1f" : "%,.0f";
    }
    return String.format(Locale.ROOT, pattern, value);
  }
}
