package dev.persistence.migrate;

import dev.persistence.core.Arguments;
import dev.persistence.migrate.internal.engine.Names;
import java.util.function.Function;

/**
 * Options of a {@link ShadowRead}.
 *
 * <p>Defaults: one read in a hundred is compared, a hundred may wait, a difference is looked at
 * twice more, keys are told by a digest. Not thread-safe.
 *
 * @param <K> what is asked for
 * @param <V> the answer
 */
public final class ShadowReadBuilder<K, V> {

  private static final int MOST_WAITING = 100_000;
  private static final int MOST_LOOKS = 10;
  private static final int DIGITS = 12;

  private final ShadowRead.Query<K, V> oldQuery;
  private final ShadowRead.Query<K, V> newQuery;
  double share = 0.01;
  int queue = 100;
  int looks = 2;
  Function<K, String> mask = key -> Names.digest(String.valueOf(key)).substring(0, DIGITS);

  ShadowReadBuilder(ShadowRead.Query<K, V> oldQuery, ShadowRead.Query<K, V> newQuery) {
    this.oldQuery = Arguments.notNull("oldQuery", oldQuery);
    this.newQuery = Arguments.notNull("newQuery", newQuery);
  }

  /** Sets which share of the reads is compared, by chance; 0 to 1. */
  public ShadowReadBuilder<K, V> share(double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("share is " + share + "; allowed: 0 to 1");
    }
    this.share = share;
    return this;
  }

  /** Sets how many comparisons may wait; 1 to 100,000. */
  public ShadowReadBuilder<K, V> queue(int waiting) {
    this.queue = Arguments.inRange("queue", waiting, 1, MOST_WAITING);
    return this;
  }

  /** Sets how often both queries are asked again before a difference counts; 0 to 10. */
  public ShadowReadBuilder<K, V> looks(int looks) {
    this.looks = Arguments.inRange("looks", looks, 0, MOST_LOOKS);
    return this;
  }

  /**
   * Sets how the report tells a key. The default is the beginning of its SHA-256, which hides
   * nothing of keys that are few; a key that is no secret may be told as it is.
   */
  public ShadowReadBuilder<K, V> mask(Function<K, String> mask) {
    this.mask = Arguments.notNull("mask", mask);
    return this;
  }

  /** Returns the read with these options; starts its thread with the first comparison. */
  public ShadowRead<K, V> build() {
    return new ShadowRead<>(oldQuery, newQuery, new ShadowReadConfig<>(this));
  }
}
