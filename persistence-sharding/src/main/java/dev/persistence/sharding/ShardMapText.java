package dev.persistence.sharding;

import dev.persistence.core.Explanation;
import dev.persistence.sharding.ShardMap.Shard;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The text of a {@link ShardMap}: a line each for the version, the epoch, the number of buckets,
 * each shard with its weight, and each range of buckets with its owner and its state.
 *
 * <p>There is one text for each map. Whatever differs from it is refused, however readable.
 */
final class ShardMapText {

  private static final String VERSION = "shard-map/1";

  private final List<Shard> shards = new ArrayList<>();
  private final List<String> lines;
  private int at;

  private ShardMapText(String text) {
    this.lines = text.lines().toList();
  }

  static String write(ShardMap map) {
    List<String> lines = new ArrayList<>();
    lines.add(VERSION);
    lines.add("epoch " + map.epoch());
    lines.add("buckets " + map.buckets());
    map.shards().forEach(shard -> lines.add("shard " + shard + " " + map.weightOf(shard)));
    int first = 0;
    for (int bucket = 1; bucket <= map.buckets(); bucket++) {
      if (bucket == map.buckets() || !alike(map, first, bucket)) {
        BucketRange range = new BucketRange(first, bucket - 1);
        lines.add("range " + range + " " + map.ownerOf(first) + " " + map.stateOf(first));
        first = bucket;
      }
    }
    return String.join("\n", lines);
  }

  private static boolean alike(ShardMap map, int one, int other) {
    return map.ownerOf(one).equals(map.ownerOf(other)) && map.stateOf(one) == map.stateOf(other);
  }

  static ShardMap read(String text) {
    ShardMap map;
    try {
      map = new ShardMapText(text).read();
    } catch (IllegalArgumentException e) {
      throw broken(String.valueOf(e.getMessage()), e);
    }
    if (!write(map).equals(text)) {
      throw broken("it is not the text that this map is written as", null);
    }
    return map;
  }

  private ShardMap read() {
    String version = at < lines.size() ? lines.get(at++) : "";
    if (!version.equals(VERSION)) {
      throw new IllegalArgumentException("the first line is not " + VERSION);
    }
    long epoch = Long.parseLong(words("epoch", 1)[1]);
    if (epoch < 1) {
      throw new IllegalArgumentException("the epoch is " + epoch + ", below 1");
    }
    int buckets = ShardMapBuilder.checkedBuckets(Integer.parseInt(words("buckets", 1)[1]));
    while (at < lines.size() && lines.get(at).startsWith("shard ")) {
      String[] shard = words("shard", 2);
      shards.add(ShardMapBuilder.checked(shard[1], Integer.parseInt(shard[2]), shards));
    }
    short[] owners = new short[buckets];
    BucketState[] states = new BucketState[buckets];
    for (int bucket = 0; bucket < buckets; ) {
      bucket = readRange(bucket, owners, states);
    }
    return new ShardMap(epoch, shards, owners, states);
  }

  /** Fills the tables from the given bucket on, and returns the first bucket behind. */
  private int readRange(int from, short[] owners, BucketState[] states) {
    String[] words = words("range", 3);
    String[] ends = words[1].split("-", -1);
    int first = Integer.parseInt(ends[0]);
    int last = Integer.parseInt(ends[ends.length - 1]);
    if (first != from || last < first || last >= owners.length) {
      throw new IllegalArgumentException(
          "a range is " + words[1] + " where " + from + " to " + (owners.length - 1) + " are left");
    }
    Arrays.fill(owners, first, last + 1, (short) indexOf(words[2]));
    Arrays.fill(states, first, last + 1, BucketState.valueOf(words[3]));
    return last + 1;
  }

  private int indexOf(String shard) {
    for (int i = 0; i < shards.size(); i++) {
      if (shards.get(i).name().equals(shard)) {
        return i;
      }
    }
    throw new IllegalArgumentException("a range has an unknown shard");
  }

  /** Returns the words of the next line: the keyword, and as many as asked for. */
  private String[] words(String keyword, int more) {
    String[] words = at < lines.size() ? lines.get(at++).split(" ", -1) : new String[] {""};
    if (!words[0].equals(keyword) || words.length != more + 1) {
      throw new IllegalArgumentException(
          "line " + at + " is not \"" + keyword + "\" and " + more + " words");
    }
    return words;
  }

  private static ShardMapException broken(String why, @Nullable Throwable cause) {
    return new ShardMapException(
        new Explanation(
            "The text is no shard map",
            why,
            "Restore the map that was stored last; do not write it by hand"),
        cause);
  }
}
