package dev.persistence.sharding;

import dev.persistence.core.Arguments;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The exact difference of two maps: which buckets move, from where, to where, and how much that is
 * against the least that the change of weights demands. Immutable.
 */
public final class ReshardPlan {

  private final ShardMap from;
  private final ShardMap to;
  private final List<BucketMove> moves;

  private ReshardPlan(ShardMap from, ShardMap to) {
    this.from = from;
    this.to = to;
    this.moves = List.copyOf(moves(from, to));
  }

  /**
   * Returns the plan that leads from one map to the other.
   *
   * @throws IllegalArgumentException if their numbers of buckets differ
   */
  public static ReshardPlan between(ShardMap from, ShardMap to) {
    if (Arguments.notNull("from", from).buckets() != Arguments.notNull("to", to).buckets()) {
      throw new IllegalArgumentException(
          "to.buckets() is " + to.buckets() + "; allowed: " + from.buckets());
    }
    return new ReshardPlan(from, to);
  }

  private static List<BucketMove> moves(ShardMap from, ShardMap to) {
    List<BucketMove> moves = new ArrayList<>();
    for (int first = 0; first < from.buckets(); ) {
      int end = first + 1;
      while (end < from.buckets()
          && from.ownerOf(end).equals(from.ownerOf(first))
          && to.ownerOf(end).equals(to.ownerOf(first))) {
        end++;
      }
      if (!from.ownerOf(first).equals(to.ownerOf(first))) {
        BucketRange range = new BucketRange(first, end - 1);
        moves.add(new BucketMove(range, from.ownerOf(first), to.ownerOf(first)));
      }
      first = end;
    }
    return moves;
  }

  /** Returns what moves, in the order of buckets. */
  public List<BucketMove> moves() {
    return moves;
  }

  /** Returns how many buckets move. */
  public int movedBuckets() {
    return moves.stream().mapToInt(move -> move.range().size()).sum();
  }

  /** Returns the share of all buckets that moves, 0 to 1. */
  public double movedShare() {
    return (double) movedBuckets() / from.buckets();
  }

  /**
   * Returns the least share that has to move for each shard to have what its weight says, 0 to 1,
   * if the first map was in balance: what all shards together gain.
   */
  public double idealShare() {
    double gained = 0;
    for (String shard : to.shards()) {
      gained += Math.max(0, share(to, shard) - share(from, shard));
    }
    return gained;
  }

  private static double share(ShardMap map, String shard) {
    int total = map.shards().stream().mapToInt(map::weightOf).sum();
    return map.shards().contains(shard) ? (double) map.weightOf(shard) / total : 0;
  }

  /** Returns a table of what moves, for people. */
  @Override
  public String toString() {
    StringBuilder table = new StringBuilder();
    table.append(
        String.format(
            Locale.ROOT,
            "epoch %d -> %d: %d of %d buckets move, %.2f %% (ideal %.2f %%)",
            from.epoch(),
            to.epoch(),
            movedBuckets(),
            from.buckets(),
            100 * movedShare(),
            100 * idealShare()));
    for (BucketMove move : moves) {
      table.append(
          String.format(
              Locale.ROOT,
              "\n%13s %6d  %s -> %s",
              move.range(),
              move.range().size(),
              move.from(),
              move.to()));
    }
    return table.toString();
  }
}
