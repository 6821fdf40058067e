package dev.persistence.benchmarks.report;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What was measured of one contestant.
 *
 * @param name of the contestant
 * @param ours whether it is this library
 * @param value in the unit of the contest; less is better
 * @param ratio to the contest's measure, within the same run
 * @param bytes allocated for one operation, or null if nobody looked
 * @param percentiles of the value, by their names, if they are known
 */
public record Figure(
    String name,
    boolean ours,
    Spread value,
    Spread ratio,
    @Nullable Double bytes,
    Map<String, Double> percentiles) {

  public Figure {
    Objects.requireNonNull(name, "a figure has no name");
    Objects.requireNonNull(value, () -> "the figure of " + name + " has no value");
    Objects.requireNonNull(ratio, () -> "the figure of " + name + " has no ratio");
    Objects.requireNonNull(percentiles, () -> "the figure of " + name + " has no percentiles");
  }
}
