package dev.persistence.migrate.internal.cli;

import dev.persistence.core.TimeSource;
import dev.persistence.core.keyset.Throttle;
import dev.persistence.migrate.MigrationListener;
import dev.persistence.migrate.PlannedStep;
import java.io.PrintStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * Tells each step, and of a backfill once a second how far it is and what it waits for. The end is
 * told from one percent on, which is when a guess is worth anything. Not thread-safe: a migrator
 * tells on one thread.
 */
final class ProgressLine implements MigrationListener {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final PrintStream err;
  private final TimeSource time;
  private final ToLongFunction<String> estimate;
  private final Map<String, Begin> begins = new HashMap<>();
  private final Map<String, Map<String, Duration>> pauses = new HashMap<>();
  private String doing = "";
  private long lastNanos;

  /**
   * When a backfill was first heard of.
   *
   * @param total rows that there are to fill, as estimated; less than one if unknown
   */
  private record Begin(long nanos, long rows, long total) {}

  /**
   * Tells where progress is told.
   *
   * @param estimate the number of rows of a subject
   */
  ProgressLine(PrintStream err, TimeSource time, ToLongFunction<String> estimate) {
    this.err = err;
    this.time = time;
    this.estimate = estimate;
    this.lastNanos = time.nanos() - SECOND;
  }

  @Override
  public void starting(String version, PlannedStep step) {
    err.println(version + " " + step.phase() + " " + step.name());
  }

  @Override
  public void throttled(String version, Throttle.Pause pause) {
    String cause = pause.cause().name().toLowerCase(Locale.ROOT);
    pauses
        .computeIfAbsent(version, name -> new TreeMap<>())
        .merge(cause, pause.atLeast(), Duration::plus);
    String spoken = cause.replace('_', ' ');
    onceASecond(() -> doing + "paused (" + spoken + "): " + pause.reason());
  }

  /** Returns for how many milliseconds a migration was told to wait, by the cause. */
  Map<String, Long> throttledMillis(String version) {
    Map<String, Long> millis = new TreeMap<>();
    pauses
        .getOrDefault(version, Map.of())
        .forEach((cause, pause) -> millis.put(cause, pause.toMillis()));
    return millis;
  }

  @Override
  public void filled(String version, String subject, long rows) {
    long now = time.nanos();
    Begin begin =
        begins.computeIfAbsent(subject, name -> new Begin(now, rows, estimate.applyAsLong(name)));
    doing = version + " BACKFILL " + subject + ": ";
    onceASecond(() -> doing + line(begin, rows, now));
  }

  private void onceASecond(Supplier<String> line) {
    long now = time.nanos();
    if (now - lastNanos >= SECOND) {
      lastNanos = now;
      err.println(line.get());
    }
  }

  private static String line(Begin begin, long rows, long now) {
    StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%,d rows", rows));
    double seconds = (now - begin.nanos()) / (double) SECOND;
    double perSecond = seconds > 0 ? (rows - begin.rows()) / seconds : 0;
    if (begin.total() > 0) {
      double share = Math.min(1, rows / (double) begin.total());
      line.append(String.format(Locale.ROOT, ", %.0f %%", 100 * share));
      if (perSecond > 0 && share >= 0.01) {
        double left = Math.max(0, begin.total() - rows) / perSecond;
        line.append(String.format(Locale.ROOT, ", %.0f s left", left));
      }
    }
    if (perSecond > 0) {
      line.append(String.format(Locale.ROOT, ", %,.0f rows/s", perSecond));
    }
    return line.toString();
  }
}
