package dev.persistence.examples.balance;

import dev.persistence.sharding.ShardMap;
import java.util.Map;

/**
 * Where rows are at one time.
 *
 * @param title of the picture
 * @param map which shard has which bucket
 * @param rows how many rows each shard has, counted there
 */
record Balance(String title, ShardMap map, Map<String, Long> rows) {

  long total() {
    return rows.values().stream().mapToLong(Long::longValue).sum();
  }

  double share(String shard) {
    return (double) rows.getOrDefault(shard, 0L) / total();
  }
}
