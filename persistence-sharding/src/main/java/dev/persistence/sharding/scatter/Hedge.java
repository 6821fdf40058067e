package dev.persistence.sharding.scatter;

import dev.persistence.core.Arguments;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When a scattered query is asked of a shard's replica as well, since the shard is slow. Immutable.
 *
 * <p>After J. Dean and L. A. Barroso, "The Tail at Scale", CACM 56 (2), 2013.
 *
 * @param delay how long the shard has to answer, or null if that follows from its latest answers
 * @param quantile the share of the latest answers that took at most as long
 */
public record Hedge(@Nullable Duration delay, double quantile) {

  public Hedge {
    if (delay != null) {
      Arguments.inRange("delay", delay, Duration.ofMillis(1), Duration.ofHours(1));
    } else if (!(quantile >= 0.5 && quantile <= 0.999)) {
      throw new IllegalArgumentException("quantile is " + quantile + "; allowed: 0.5 to 0.999");
    }
  }

  /** Asks the replica when there is no answer after this time; 1 ms to 1 hour. */
  public static Hedge after(Duration delay) {
    return new Hedge(Arguments.notNull("delay", delay), 0);
  }

  /**
   * Asks the replica when the shard takes longer than this share of its last 256 answers; 0.5 to
   * 0.999. While there are fewer than 20, nothing is asked twice. The answers to all scattered
   * queries count, so this is for queries of one kind.
   */
  public static Hedge afterQuantile(double quantile) {
    return new Hedge(null, quantile);
  }
}
