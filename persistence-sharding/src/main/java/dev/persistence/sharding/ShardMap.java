package dev.persistence.sharding;

import dev.persistence.core.Arguments;
import dev.persistence.sharding.internal.Shares;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which shard owns each bucket: an immutable snapshot with a number that grows by one with every
 * change, its epoch.
 *
 * <p>The number of buckets is fixed at birth: a power of two from {@value #MIN_BUCKETS} to {@value
 * #MAX_BUCKETS}, {@value #DEFAULT_BUCKETS} unless said otherwise. A key never changes its bucket,
 * only buckets change their owner, so a change moves the rows of the buckets in {@link
 * ReshardPlan#between} and no others. Each shard has neighbouring buckets at first, so that what
 * moves is a few ranges.
 *
 * <p>Thread-safe. {@link #ownerOf} costs two array reads; whatever returns another map copies the
 * table.
 */
public final class ShardMap {

  /** The least number of buckets. */
  public static final int MIN_BUCKETS = 2;

  /** The number of buckets, unless said otherwise. */
  public static final int DEFAULT_BUCKETS = 4_096;

  /** The largest number of buckets. */
  public static final int MAX_BUCKETS = 65_536;

  /** The largest number of shards. */
  public static final int MAX_SHARDS = 1_024;

  private final long epoch;
  private final int bits;
  private final String[] names;
  private final int[] weights;
  private final short[] owners;
  private final BucketState[] states;

  /** What this map was made from, without the past of that. */
  private final @Nullable ShardMap before;

  /** Takes the arrays as its own. */
  ShardMap(long epoch, List<Shard> shards, short[] owners, BucketState[] states) {
    this(new Age(epoch, null), shards, owners, states);
  }

  private ShardMap(Age age, List<Shard> shards, short[] owners, BucketState[] states) {
    this.epoch = age.epoch;
    this.before = age.before;
    this.bits = Integer.numberOfTrailingZeros(owners.length);
    this.names = shards.stream().map(Shard::name).toArray(String[]::new);
    this.weights = shards.stream().mapToInt(Shard::weight).toArray();
    this.owners = owners;
    this.states = states;
  }

  /** An epoch, and what the map was made from by one change; null if that is unknown. */
  private record Age(long epoch, @Nullable ShardMap before) {}

  /** A shard's name, and its share of the buckets in proportion to the other shards' weights. */
  record Shard(String name, int weight) {}

  /** Returns a builder of the first map, whose epoch is 1. */
  public static ShardMapBuilder builder() {
    return new ShardMapBuilder();
  }

  /**
   * Returns the first map of these shards with equal shares and {@value #DEFAULT_BUCKETS} buckets.
   */
  public static ShardMap of(String... shards) {
    ShardMapBuilder builder = builder();
    Arguments.listOf("shards", shards).forEach(builder::shard);
    return builder.build();
  }

  /**
   * Returns the map that {@link #encode} wrote.
   *
   * @throws ShardMapException if the text is anything else
   */
  public static ShardMap decode(String text) {
    return ShardMapText.read(Arguments.notNull("text", text));
  }

  /** Returns how many changes led to this map, and one. */
  public long epoch() {
    return epoch;
  }

  /**
   * Returns whether this map was made from that one, by one change; false also for a map that was
   * decoded, of which that is not known.
   */
  public boolean isMadeFrom(ShardMap other) {
    Arguments.notNull("other", other);
    return before != null && before.equals(other);
  }

  /** Returns the number of buckets, a power of two. */
  public int buckets() {
    return owners.length;
  }

  /** Returns the n of the 2^n buckets. */
  public int bits() {
    return bits;
  }

  /** Returns the names of the shards in the order in which they came, with or without buckets. */
  public List<String> shards() {
    return List.of(names);
  }

  /**
   * Returns the name of the bucket's owner.
   *
   * @throws IndexOutOfBoundsException if there is no such bucket
   */
  public String ownerOf(int bucket) {
    return names[owners[bucket]];
  }

  /**
   * Returns what may be done with the bucket's rows.
   *
   * @throws IndexOutOfBoundsException if there is no such bucket
   */
  public BucketState stateOf(int bucket) {
    return states[bucket];
  }

  /** Returns the shard's weight. */
  public int weightOf(String shard) {
    return weights[indexOf(shard)];
  }

  /** Returns how many buckets the shard owns. */
  public int bucketsOf(String shard) {
    return Shares.counts(owners, names.length)[indexOf(shard)];
  }

  /** Returns the next map with one more shard of weight 1. */
  public ShardMap plus(String shard) {
    return plus(shard, 1);
  }

  /**
   * Returns the next map with one more shard, which gets its share and nothing else moves: from
   * each shard as many buckets as it has too many by then, its last ones.
   *
   * @param weight its share in proportion to the others' weights; 0 for a shard that gets only what
   *     is assigned to it
   * @throws IllegalStateException if a bucket is not {@link BucketState#SERVING}
   */
  public ShardMap plus(String shard, int weight) {
    assertNothingMoves();
    List<Shard> grown = shardList();
    grown.add(ShardMapBuilder.checked(shard, weight, grown));
    short[] changed = owners.clone();
    int[] newWeights = grown.stream().mapToInt(Shard::weight).toArray();
    Shares.give(changed, newWeights, names.length);
    return next(grown, changed, states);
  }

  /**
   * Returns the next map without the shard, whose buckets go to the shards that have too few by
   * then; no other bucket moves.
   *
   * @throws IllegalStateException if a bucket is not {@link BucketState#SERVING}
   */
  public ShardMap minus(String shard) {
    assertNothingMoves();
    int leaver = indexOf(shard);
    List<Shard> left = shardList();
    left.remove(leaver);
    if (left.stream().allMatch(each -> each.weight() == 0)) {
      throw new IllegalArgumentException(
          "shard is " + shard + "; allowed: one that leaves another with a weight");
    }
    short[] changed = owners.clone();
    int[] newWeights = weights.clone();
    newWeights[leaver] = 0;
    Shares.take(changed, newWeights, leaver);
    for (int bucket = 0; bucket < changed.length; bucket++) {
      changed[bucket] -= (short) (changed[bucket] > leaver ? 1 : 0);
    }
    return next(left, changed, states);
  }

  /** Returns the next map, in which the shard owns these buckets, all of them SERVING. */
  public ShardMap assign(BucketRange range, String shard) {
    Arguments.notNull("range", range);
    short[] changed = owners.clone();
    BucketState[] serving = states.clone();
    Arrays.fill(changed, range.first(), end(range), (short) indexOf(shard));
    Arrays.fill(serving, range.first(), end(range), BucketState.SERVING);
    return next(shardList(), changed, serving);
  }

  /** Returns the next map, in which these buckets have that state. */
  public ShardMap mark(BucketRange range, BucketState state) {
    Arguments.notNull("range", range);
    BucketState[] changed = states.clone();
    Arrays.fill(changed, range.first(), end(range), Arguments.notNull("state", state));
    return next(shardList(), owners.clone(), changed);
  }

  /** Returns the map as text of lines, the same for equal maps, that later versions can read. */
  public String encode() {
    return ShardMapText.write(this);
  }

  private ShardMap next(List<Shard> shards, short[] newOwners, BucketState[] newStates) {
    ShardMap current = new ShardMap(epoch, shardList(), owners, states);
    return new ShardMap(new Age(Math.addExact(epoch, 1), current), shards, newOwners, newStates);
  }

  private int end(BucketRange range) {
    return Arguments.inRange("range.last", range.last(), 0, owners.length - 1) + 1;
  }

  private void assertNothingMoves() {
    for (int bucket = 0; bucket < states.length; bucket++) {
      if (stateOf(bucket) != BucketState.SERVING) {
        throw new IllegalStateException(
            "Bucket " + bucket + " is " + stateOf(bucket) + "; finish or abort its move first");
      }
    }
  }

  private List<Shard> shardList() {
    List<Shard> shards = new ArrayList<>();
    for (int i = 0; i < names.length; i++) {
      shards.add(new Shard(names[i], weights[i]));
    }
    return shards;
  }

  private int indexOf(String shard) {
    int index = Arrays.asList(names).indexOf(Arguments.notNull("shard", shard));
    if (index < 0) {
      throw new IllegalArgumentException(
          "shard is " + shard + "; allowed: one of " + String.join(", ", names));
    }
    return index;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ShardMap map
        && epoch == map.epoch
        && Arrays.equals(names, map.names)
        && Arrays.equals(weights, map.weights)
        && Arrays.equals(owners, map.owners)
        && Arrays.equals(states, map.states);
  }

  @Override
  public int hashCode() {
    return Objects.hash(epoch, Arrays.hashCode(names), Arrays.hashCode(owners));
  }

  @Override
  public String toString() {
    return "epoch " + epoch + ", " + owners.length + " buckets on " + String.join(", ", names);
  }
}
