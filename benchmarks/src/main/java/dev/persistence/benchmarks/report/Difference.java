package dev.persistence.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Two runs side by side. Ratios to the measure are compared, since values of two runs, on machines
 * with other work, are not alike.
 *
 * @param before the earlier one
 * @param after the later one
 */
public record Difference(Report before, Report after) {

  /** Returns a line for each contestant of ours that took part in both, and who is missing. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (Standing now : after.standings()) {
      Standing then = before.of(now.title()).orElse(null);
      for (Figure figure : now.figures()) {
        if (figure.ours()) {
          lines.add(line(now, figure, then == null ? null : then.of(figure.name()).orElse(null)));
        }
      }
    }
    return lines;
  }

  private static String line(Standing standing, Figure now, @Nullable Figure then) {
    String who = standing.title() + ", " + now.name();
    if (then == null) {
      return who + ": new";
    }
    double change = now.ratio().middle() / then.ratio().middle();
    return String.format(
        Locale.ROOT,
        "%s: %.3f to %.3f of %s (%+.1f %%)%s%s",
        who,
        then.ratio().middle(),
        now.ratio().middle(),
        standing.figures().get(0).name(),
        (change - 1) * 100,
        bytes(then, now),
        apart(then.ratio(), now.ratio()) ? "" : ", within what both strayed");
  }

  private static String bytes(Figure then, Figure now) {
    Double before = then.bytes();
    Double after = now.bytes();
    return before == null || after == null || Math.round(before) == Math.round(after)
        ? ""
        : String.format(Locale.ROOT, ", %.0f to %.0f B", before, after);
  }

  private static boolean apart(Spread one, Spread other) {
    return one.high() < other.low() || other.high() < one.low();
  }
}
