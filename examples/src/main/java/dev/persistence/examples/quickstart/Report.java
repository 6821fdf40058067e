package dev.persistence.examples.quickstart;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Prints the comparison as a table. */
final class Report {

  private static final String ROW = "| %-23s | %6s | %13s | %11s | %8s | %8s | %9s |";
  private static final int MOST_DECISIONS = 6;

  private final PrintStream out;

  Report(PrintStream out) {
    this.out = out;
  }

  void line(String text) {
    out.println(text);
    out.flush();
  }

  /** Prints one row for each result; the first one is the base of the added latency. */
  void table(List<Result> results) {
    String head = ROW.formatted("", "reads", "stale", "on replicas", "p50", "p95", "added p50");
    String rule = head.replaceAll("[^|]", "-").replace('|', '+');
    line("");
    line(rule);
    line(head);
    line(rule);
    for (Result result : results) {
      Duration added = result.latency(0.5).minus(results.get(0).latency(0.5));
      line(
          ROW.formatted(
              result.name(),
              result.reads().size(),
              result.stale() + " (" + percent(result.stale(), result.reads().size()) + ")",
              percent(result.onReplica(), result.reads().size()),
              millis(result.latency(0.5)),
              millis(result.latency(0.95)),
              (added.isNegative() ? "" : "+") + millis(added)));
    }
    line(rule);
    line("Each session writes its row, then reads it at once and 2, 12 and 52 ms later.");
  }

  /** Prints which node served the reads, and why. */
  void decisions(String name, Decisions decisions) {
    line("");
    line("Who served the reads of " + name + ", and why:");
    decisions.counts().entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .limit(MOST_DECISIONS)
        .forEach(entry -> line("%7d x %s".formatted(entry.getValue(), entry.getKey())));
  }

  private static String percent(long part, long whole) {
    return String.format(Locale.ROOT, "%.1f %%", 100.0 * part / whole);
  }

  private static String millis(Duration duration) {
    return String.format(Locale.ROOT, "%.2f ms", duration.toNanos() / 1e6);
  }
}
