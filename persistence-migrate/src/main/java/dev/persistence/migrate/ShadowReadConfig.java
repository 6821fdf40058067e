package dev.persistence.migrate;

import java.util.function.Function;

/**
 * The effective options of a {@link ShadowRead}. Immutable.
 *
 * @param <K> what is asked for
 */
public final class ShadowReadConfig<K> {

  private final double share;
  private final int queue;
  private final int looks;
  private final Function<K, String> mask;

  ShadowReadConfig(ShadowReadBuilder<K, ?> builder) {
    this.share = builder.share;
    this.queue = builder.queue;
    this.looks = builder.looks;
    this.mask = builder.mask;
  }

  public double share() {
    return share;
  }

  public int queue() {
    return queue;
  }

  public int looks() {
    return looks;
  }

  Function<K, String> mask() {
    return mask;
  }

  @Override
  public String toString() {
    return "share=" + share + ", queue=" + queue + ", looks=" + looks;
  }
}
