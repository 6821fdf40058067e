package dev.persistence.sharding;

import dev.persistence.core.Arguments;
import java.util.Comparator;
import java.util.Map;

/** Chooses the shard of a key that has none yet. Pure and thread-safe. */
@FunctionalInterface
public interface Assignment {

  /**
   * Returns one of the shards.
   *
   * @param keys how many keys each shard has; every shard is there
   */
  String choose(Map<String, Long> keys);

  /** Returns the shard with the fewest keys, of several the one whose name comes first. */
  static Assignment leastLoaded() {
    return keys ->
        keys.entrySet().stream()
            .min(
                Map.Entry.<String, Long>comparingByValue()
                    .thenComparing(Map.Entry.comparingByKey(Comparator.naturalOrder())))
            .orElseThrow()
            .getKey();
  }

  /** Returns this shard, whatever its load. */
  static Assignment pinned(String shard) {
    Arguments.name("shard", shard);
    return keys -> shard;
  }
}
