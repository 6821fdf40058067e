package dev.persistence.sharding.internal;

import java.util.Arrays;

/**
 * How buckets are shared out among shards by weight, on tables of owners.
 *
 * <p>A shard's surplus is what it has beyond its exact share. It is kept as a whole number, times
 * the sum of all weights, so that nothing is rounded.
 */
public final class Shares {

  private Shares() {}

  /** Returns a table in which each shard has neighbouring buckets, as many as it is due. */
  public static short[] layout(int buckets, int[] weights) {
    short[] owners = new short[buckets];
    int[] due = new int[weights.length];
    for (int left = buckets; left > 0; left--) {
      due[neediest(due, weights, buckets)]++;
    }
    int at = 0;
    for (int shard = 0; shard < weights.length; shard++) {
      Arrays.fill(owners, at, at + due[shard], (short) shard);
      at += due[shard];
    }
    return owners;
  }

  /** Gives a shard without buckets its share, each bucket the last one of the richest shard. */
  public static void give(short[] owners, int[] weights, int newcomer) {
    long total = total(weights);
    long share = ((long) owners.length * weights[newcomer] + total / 2) / total;
    int[] counts = counts(owners, weights.length);
    int[] last = new int[weights.length];
    Arrays.fill(last, owners.length - 1);
    for (; share > 0; share--) {
      int giver = richest(counts, weights, newcomer);
      while (owners[last[giver]] != giver) {
        last[giver]--;
      }
      owners[last[giver]] = (short) newcomer;
      counts[giver]--;
      counts[newcomer]++;
    }
  }

  /** Takes all buckets from a shard, whose weight is 0, for the others as they need them. */
  public static void take(short[] owners, int[] weights, int leaver) {
    int[] counts = counts(owners, weights.length);
    int[] gains = new int[weights.length];
    for (int left = counts[leaver]; left > 0; left--) {
      int taker = neediest(counts, weights, owners.length);
      counts[taker]++;
      gains[taker]++;
    }
    int taker = 0;
    for (int bucket = 0; bucket < owners.length; bucket++) {
      if (owners[bucket] == leaver) {
        while (gains[taker] == 0) {
          taker++;
        }
        owners[bucket] = (short) taker;
        gains[taker]--;
      }
    }
  }

  /** Returns how many buckets each shard has. */
  public static int[] counts(short[] owners, int shards) {
    int[] counts = new int[shards];
    for (short owner : owners) {
      counts[owner]++;
    }
    return counts;
  }

  public static long total(int[] weights) {
    return Arrays.stream(weights).asLongStream().sum();
  }

  private static int richest(int[] counts, int[] weights, int newcomer) {
    int buckets = Arrays.stream(counts).sum();
    long total = total(weights);
    int richest = -1;
    for (int shard = 0; shard < counts.length; shard++) {
      boolean canGive = shard != newcomer && counts[shard] > 0;
      if (canGive
          && (richest < 0
              || surplus(counts[shard], weights[shard], buckets, total)
                  >= surplus(counts[richest], weights[richest], buckets, total))) {
        richest = shard;
      }
    }
    return richest;
  }

  private static int neediest(int[] counts, int[] weights, int buckets) {
    long total = total(weights);
    int neediest = -1;
    for (int shard = 0; shard < counts.length; shard++) {
      if (weights[shard] > 0
          && (neediest < 0
              || surplus(counts[shard], weights[shard], buckets, total)
                  < surplus(counts[neediest], weights[neediest], buckets, total))) {
        neediest = shard;
      }
    }
    return neediest;
  }

  private static long surplus(int count, int weight, int buckets, long total) {
    return count * total - (long) buckets * weight;
  }
}
