package dev.persistence.benchmarks.report;

import java.util.Collection;

/**
 * A figure and how far it was seen to stray.
 *
 * @param low the least that was seen
 * @param middle what is quoted
 * @param high the greatest that was seen
 */
public record Spread(double low, double middle, double high) {

  /** Returns the quartiles and the median of values seen one after the other. */
  public static Spread ofQuartiles(Collection<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return new Spread(quantile(sorted, 0.25), quantile(sorted, 0.5), quantile(sorted, 0.75));
  }

  private static double quantile(double[] sorted, double share) {
    return sorted[(int) Math.min(sorted.length - 1L, (long) (share * sorted.length))];
  }

  /** Returns how this compares with another of the same unit, which is 1 if they are equal. */
  public Spread over(Spread measure) {
    return new Spread(low / measure.high, middle / measure.middle, high / measure.low);
  }
}
