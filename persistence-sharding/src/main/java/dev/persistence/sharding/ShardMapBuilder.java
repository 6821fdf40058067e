package dev.persistence.sharding;

import dev.persistence.core.Arguments;
import dev.persistence.sharding.ShardMap.Shard;
import dev.persistence.sharding.internal.Shares;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Builder of the first {@link ShardMap} of a set of shards. Not thread-safe. */
public final class ShardMapBuilder {

  static final int MAX_WEIGHT = 10_000;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,63}");

  private final List<Shard> shards = new ArrayList<>();
  private int buckets = ShardMap.DEFAULT_BUCKETS;

  ShardMapBuilder() {}

  /** Sets the number of buckets for good: a power of two, 2 to 65,536. Default: 4,096. */
  public ShardMapBuilder buckets(int number) {
    this.buckets = checkedBuckets(number);
    return this;
  }

  /** Adds a shard of weight 1. */
  public ShardMapBuilder shard(String name) {
    return shard(name, 1);
  }

  /**
   * Adds a shard.
   *
   * @param name 1 to 63 of the letters, digits, and {@code _ . -} of ASCII, unlike the others
   * @param weight its share of the buckets in proportion to the others' weights, 0 to 10,000
   */
  public ShardMapBuilder shard(String name, int weight) {
    shards.add(checked(name, weight, shards));
    return this;
  }

  /**
   * Returns the map of epoch 1, in which each shard has its share, rounded by largest remainder.
   */
  public ShardMap build() {
    int[] weights = shards.stream().mapToInt(Shard::weight).toArray();
    if (Shares.total(weights) == 0) {
      throw new IllegalArgumentException(
          "shards have no weight; allowed: one with a weight at least");
    }
    BucketState[] states = new BucketState[buckets];
    Arrays.fill(states, BucketState.SERVING);
    return new ShardMap(1, shards, Shares.layout(buckets, weights), states);
  }

  static int checkedBuckets(int number) {
    Arguments.inRange("buckets", number, ShardMap.MIN_BUCKETS, ShardMap.MAX_BUCKETS);
    if (Integer.bitCount(number) != 1) {
      throw new IllegalArgumentException("buckets is " + number + "; allowed: a power of two");
    }
    return number;
  }

  static Shard checked(String name, int weight, List<Shard> others) {
    if (!NAME.matcher(Arguments.notNull("shard", name)).matches()) {
      throw new IllegalArgumentException(
          "shard is not a name; allowed: 1 to 63 of the letters, digits, and _ . - of ASCII");
    }
    if (others.stream().anyMatch(other -> other.name().equals(name))) {
      throw new IllegalArgumentException("shard is " + name + " twice; allowed: once");
    }
    Arguments.inRange("shards", others.size() + 1, 1, ShardMap.MAX_SHARDS);
    return new Shard(name, Arguments.inRange("weight of " + name, weight, 0, MAX_WEIGHT));
  }
}
