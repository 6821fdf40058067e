package dev.persistence.benchmarks.database;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/**
 * Prints what contests have measured.
 *
 * @param out where to
 */
public record LatencyTable(PrintStream out) {

  /**
   * Prints a line for each contestant.
   *
   * @param work what they did
   * @param measure what the first one is called
   */
  public void print(String work, String measure, List<Contest.Score> scores) {
    out.printf(
        "%n%-36s %9s %9s %9s %9s   p50 to %s%n", work, "p50 us", "p90 us", "p99 us", "B", measure);
    for (Contest.Score score : scores) {
      out.printf(
          Locale.ROOT,
          "  %-34s %9.1f %9.1f %9.1f %9d   %.3f (%.3f to %.3f)%n",
          score.name(),
          score.micros(50),
          score.micros(90),
          score.micros(99),
          score.bytes(),
          score.ratio(0.5),
          score.ratio(0.25),
          score.ratio(0.75));
    }
  }
}
