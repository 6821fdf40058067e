package dev.persistence.sharding;

import dev.persistence.sharding.load.HotKeyListener;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import javax.sql.DataSource;

/**
 * The effective settings of a {@link ShardedDataSource}. Immutable.
 *
 * @param name as in log lines, metrics and failures
 * @param shards in the order of their declaration
 * @param replicas what scattered queries may be asked of when their shard is slow, by its name
 * @param resolver who tells the shard of a key
 * @param scatterPermits how many scattered queries run on one shard at a time
 * @param hotKeys who hears of keys that have too much of their shard
 */
public record ShardedDataSourceConfig(
    String name,
    Map<String, DataSource> shards,
    Map<String, DataSource> replicas,
    ShardResolver resolver,
    int scatterPermits,
    HotKeyListener hotKeys) {

  public ShardedDataSourceConfig {
    shards = Collections.unmodifiableMap(new LinkedHashMap<>(shards));
    replicas = Map.copyOf(replicas);
  }

  /** Tells no more of a data source than its shard's name, since its text may hold a password. */
  @Override
  public String toString() {
    return "shards="
        + shards.keySet()
        + " replicas="
        + new TreeSet<>(replicas.keySet())
        + " scatterPermits="
        + scatterPermits
        + " resolver="
        + resolver;
  }
}
