package dev.persistence.examples.customerlife;

import java.io.PrintStream;

/** Prints what happens and what was counted, and keeps whether an answer was wrong. */
final class Story {

  private static final double NANOS_PER_MILLI = 1e6;

  private final PrintStream out;
  private int checks;
  private int wrong;

  Story(PrintStream out) {
    this.out = out;
  }

  /** One chapter of the life. */
  @FunctionalInterface
  interface Chapter {
    void tell() throws Exception;
  }

  void chapter(String title, Chapter chapter) throws Exception {
    out.printf("%n%s%n", title);
    long started = System.nanoTime();
    chapter.tell();
    out.printf("  = %.0f ms%n", (System.nanoTime() - started) / NANOS_PER_MILLI);
  }

  /** Says what cannot be counted. */
  void tell(String what) {
    out.printf("  %s%n", what);
  }

  /** Prints a number that the program has counted, and whether it is the one that it must be. */
  void check(String what, long expected, long found) {
    check(what, "%,d".formatted(found), expected == found ? "" : "%,d".formatted(expected));
  }

  void check(String what, boolean expected, boolean found) {
    check(what, found ? "yes" : "no", expected == found ? "" : expected ? "yes" : "no");
  }

  private void check(String what, String found, String missed) {
    checks++;
    wrong += missed.isEmpty() ? 0 : 1;
    String verdict = missed.isEmpty() ? "ok" : "WRONG, expected " + missed;
    out.printf("  %-60s %7s   %s%n", what, found, verdict);
  }

  /** Prints the end, and tells whether all answers were right. */
  boolean end() {
    out.printf("%n%d answers checked, %d wrong%n", checks, wrong);
    out.flush();
    return wrong == 0;
  }
}
