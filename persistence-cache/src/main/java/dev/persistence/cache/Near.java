package dev.persistence.cache;

import dev.persistence.core.Arguments;
import java.time.Duration;
import java.util.function.ToIntBiFunction;

/**
 * The tier in this process: how much it holds, and for how long. Immutable.
 *
 * <p>Values are shared by all who read them, so they should be immutable.
 *
 * @param <K> the keys
 * @param <V> the values
 */
public final class Near<K, V> {

  private static final Duration LONGEST = Duration.ofDays(1);

  private final long maximum;
  private final ToIntBiFunction<? super K, ? super V> weigher;
  private final boolean weighted;
  private final Duration maxAge;

  private Near(
      long maximum,
      ToIntBiFunction<? super K, ? super V> weigher,
      boolean weighted,
      Duration maxAge) {
    this.maximum = maximum;
    this.weigher = weigher;
    this.weighted = weighted;
    this.maxAge = maxAge;
  }

  /** Holds up to this many entries, each for at most 60 s; 1 to 100 million. */
  public static <K, V> Near<K, V> maximumSize(long entries) {
    Arguments.inRange("maximumSize", entries, 1, 100_000_000);
    return new Near<>(entries, (key, value) -> 1, false, Duration.ofSeconds(60));
  }

  /**
   * Holds entries up to this total weight, each for at most 60 s.
   *
   * @param maximum the total; 1 or more
   * @param weigher the weight of one entry, 0 or more
   */
  public static <K, V> Near<K, V> maximumWeight(
      long maximum, ToIntBiFunction<? super K, ? super V> weigher) {
    Arguments.inRange("maximumWeight", maximum, 1, Long.MAX_VALUE / 2);
    Arguments.notNull("weigher", weigher);
    return new Near<>(maximum, weigher, true, Duration.ofSeconds(60));
  }

  /** Returns the same with another longest time before the store is asked again; 1 ms to 1 day. */
  public Near<K, V> maxAge(Duration age) {
    Arguments.inRange("maxAge", age, Duration.ofMillis(1), LONGEST);
    return new Near<>(maximum, weigher, weighted, age);
  }

  /** Returns the number of entries or the total weight. */
  public long maximum() {
    return maximum;
  }

  /** Tells whether entries are weighed, not counted. */
  public boolean isWeighted() {
    return weighted;
  }

  /** Returns the weight of an entry; 1 where entries are counted. */
  public int weightOf(K key, V value) {
    return weigher.applyAsInt(key, value);
  }

  /** Returns the longest time before the store is asked again. */
  public Duration maxAge() {
    return maxAge;
  }

  @Override
  public String toString() {
    return (weighted ? "weight " : "size ") + maximum + ", age " + maxAge;
  }
}
