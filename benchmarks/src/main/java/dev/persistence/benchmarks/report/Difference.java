package dev.persistence.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Two runs side by side. Ratios to the measure are compared, since values of two runs, on machines
 * with other work, are not alike; where the measure is ours, there is nothing else than values.
 *
 * @param before the earlier one
 * @param after the later one
 */
public record Difference(Report before, Report after) {

  /**
   * Returns a line for each contestant of ours that took part in one of them: what changed, that
   * the two cannot be compared, or in which one it is missing.
   */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (Standing now : after.standings()) {
      Optional<Standing> then = before.of(now.title());
      for (Figure figure : ours(now)) {
        lines.add(
            who(now, figure)
                + ": "
                + then.flatMap(earlier -> earlier.of(figure.name()))
                    .map(earlier -> change(then.orElseThrow(), earlier, now, figure))
                    .orElse("new"));
      }
    }
    for (Standing then : before.standings()) {
      for (Figure figure : ours(then)) {
        if (after.of(then.title()).flatMap(now -> now.of(figure.name())).isEmpty()) {
          lines.add(who(then, figure) + ": not in the later run");
        }
      }
    }
    return lines;
  }

  private static List<Figure> ours(Standing standing) {
    return standing.figures().stream().filter(Figure::ours).toList();
  }

  private static String who(Standing standing, Figure figure) {
    return standing.title() + ", " + figure.name();
  }

  private static String change(Standing before, Figure then, Standing after, Figure now) {
    Figure measure = after.figures().get(0);
    String former = before.figures().get(0).name();
    if (!former.equals(measure.name())) {
      return "not comparable, since the measure was %s and is %s".formatted(former, measure.name());
    }
    if (!measure.ours()) {
      return change(then.ratio(), now.ratio(), "of " + measure.name())
          + bytes(then, now)
          + strayed(then.ratio(), now.ratio());
    }
    if (!before.unit().equals(after.unit())) {
      return "not comparable, since the unit was %s and is %s"
          .formatted(before.unit(), after.unit());
    }
    return change(then.value(), now.value(), after.unit())
        + bytes(then, now)
        + strayed(then.value(), now.value())
        + ", absolute: another machine or other work changes it too";
  }

  private static String change(Spread then, Spread now, String unit) {
    return String.format(
        Locale.ROOT,
        "%.3f to %.3f %s (%+.1f %%)",
        then.middle(),
        now.middle(),
        unit,
        (now.middle() / then.middle() - 1) * 100);
  }

  private static String bytes(Figure then, Figure now) {
    Double before = then.bytes();
    Double after = now.bytes();
    return before == null || after == null || Math.round(before) == Math.round(after)
        ? ""
        : String.format(Locale.ROOT, ", %.0f to %.0f B", before, after);
  }

  private static String strayed(Spread one, Spread other) {
    boolean apart = one.high() < other.low() || other.high() < one.low();
    return apart ? "" : ", within what both strayed";
  }
}
