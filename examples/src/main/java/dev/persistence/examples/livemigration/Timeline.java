package dev.persistence.examples.livemigration;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What the clients have seen, phase by phase. Written to by all clients. */
final class Timeline {

  private static final double NANOS_PER_MILLI = 1e6;
  private static final int WIDTH = 40;

  private final PrintStream out;
  private final List<Row> rows = new ArrayList<>();
  private final ConcurrentLinkedQueue<Write> writes = new ConcurrentLinkedQueue<>();
  private long failed;

  Timeline(PrintStream out) {
    this.out = out;
  }

  /** One phase of the migration. */
  @FunctionalInterface
  interface Step {
    void run() throws Exception;
  }

  private record Write(boolean right, long nanos) {}

  private record Row(String phase, long nanos, String clients) {}

  void add(boolean right, long nanos) {
    writes.add(new Write(right, nanos));
  }

  /** Takes the step, and keeps what the clients saw meanwhile. */
  void phase(String name, Step step) throws Exception {
    long started = System.nanoTime();
    step.run();
    rows.add(new Row(name, System.nanoTime() - started, seen()));
  }

  private String seen() {
    List<Long> nanos = new ArrayList<>();
    long wrong = 0;
    for (Write write = writes.poll(); write != null; write = writes.poll()) {
      nanos.add(write.nanos());
      wrong += write.right() ? 0 : 1;
    }
    failed += wrong;
    nanos.sort(null);
    return "%6d   %6d   %s   %s"
        .formatted(nanos.size(), wrong, millis(nanos, 0.5), millis(nanos, 1));
  }

  private static String millis(List<Long> sorted, double share) {
    if (sorted.isEmpty()) {
      return "       -";
    }
    int place = (int) Math.min(sorted.size() - 1L, (long) (share * sorted.size()));
    return "%5.1f ms".formatted(sorted.get(place) / NANOS_PER_MILLI);
  }

  long failed() {
    return failed;
  }

  void print(long wrongRows) {
    long longest = rows.stream().mapToLong(Row::nanos).max().orElse(1);
    out.printf("%-14s %9s   writes   failed   median     worst%n", "phase", "took");
    for (Row row : rows) {
      String bar = "=".repeat((int) Math.max(1, WIDTH * row.nanos() / longest));
      out.printf(
          "%-14s %6.0f ms   %s  %s%n",
          row.phase(), row.nanos() / NANOS_PER_MILLI, row.clients(), bar);
    }
    out.printf("failed writes = %d, wrong rows = %d%n", failed, wrongRows);
  }
}
