package dev.persistence.benchmarks.run;

import dev.persistence.benchmarks.report.Figure;
import dev.persistence.benchmarks.report.Standing;
import java.io.PrintStream;
import java.util.Locale;

/**
 * Prints what contests have measured.
 *
 * @param out where to
 */
record StandingTable(PrintStream out) {

  void print(Standing standing) {
    out.printf(
        "%n%-40s %10s %19s %8s   ratio to %s%n",
        standing.title(),
        standing.unit(),
        "least to greatest",
        "B",
        standing.figures().get(0).name());
    standing.figures().forEach(this::print);
  }

  private void print(Figure figure) {
    Double bytes = figure.bytes();
    out.printf(
        Locale.ROOT,
        "  %-38s %10.1f %8.1f to %7.1f %8s   %.3f (%.3f to %.3f)%s%n",
        figure.name(),
        figure.value().middle(),
        figure.value().low(),
        figure.value().high(),
        bytes == null ? "" : String.format(Locale.ROOT, "%.0f", bytes),
        figure.ratio().middle(),
        figure.ratio().low(),
        figure.ratio().high(),
        percentiles(figure));
  }

  private static String percentiles(Figure figure) {
    StringBuilder text = new StringBuilder();
    figure
        .percentiles()
        .forEach((name, value) -> text.append(String.format(Locale.ROOT, " %s %.1f", name, value)));
    return text.toString();
  }
}
