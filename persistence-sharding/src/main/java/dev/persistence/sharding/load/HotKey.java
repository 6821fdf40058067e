package dev.persistence.sharding.load;

/**
 * A key that has much of its shard's load. Immutable.
 *
 * @param shard where it is
 * @param key as the resolver has it
 * @param share of the shard's load, 0 to 1
 * @param perSecond how often it was asked for of late
 */
public record HotKey(String shard, Object key, double share, double perSecond) {

  /** Tells nothing of the key, which may be a personal value. */
  @Override
  public String toString() {
    return "a key with %.1f %% of shard %s, %.1f/s".formatted(100 * share, shard, perSecond);
  }
}
