package dev.persistence.sharding;

import dev.persistence.core.Arguments;
import dev.persistence.sharding.load.HotKeyListener;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link ShardedDataSource} of at least one shard and a resolver. Used by one thread.
 *
 * <p>Defaults: 8 scattered queries at a time on one shard, no replicas.
 */
public final class ShardedDataSourceBuilder {

  private final String name;
  private final Map<String, DataSource> shards = new LinkedHashMap<>();
  private final Map<String, DataSource> replicas = new LinkedHashMap<>();
  private @Nullable ResolverBuilder resolver;
  private int scatterPermits = 8;
  private HotKeyListener hotKeys = HotKeyListener.NONE;

  ShardedDataSourceBuilder(String name) {
    this.name = Arguments.name("name", name);
  }

  /** Declares a shard; it stays the caller's to close. */
  public ShardedDataSourceBuilder shard(String shard, DataSource dataSource) {
    Arguments.name("shard", shard);
    Arguments.notNull("dataSource", dataSource);
    if (shards.putIfAbsent(shard, dataSource) != null) {
      throw new IllegalArgumentException(
          "shard is \"" + shard + "\" twice; allowed: a different name for each shard");
    }
    return this;
  }

  /**
   * Names a replica of a shard, for scattered queries that are to be {@linkplain
   * dev.persistence.sharding.scatter.ScatterSpec#hedge hedged}. It is asked whatever it has seen of
   * the shard's changes; a routed data source, which may be the shard itself, sees to the caller's
   * session.
   */
  public ShardedDataSourceBuilder replica(String shard, DataSource dataSource) {
    Arguments.name("shard", shard);
    Arguments.notNull("dataSource", dataSource);
    if (replicas.putIfAbsent(shard, dataSource) != null) {
      throw new IllegalArgumentException(
          "replica of \"" + shard + "\" is given twice; allowed: at most one for each shard");
    }
    return this;
  }

  /** Sets who tells the shard of a key. */
  public ShardedDataSourceBuilder resolver(ShardResolver resolver) {
    Arguments.notNull("resolver", resolver);
    this.resolver = names -> resolver;
    return this;
  }

  /** Sets the builder of who tells the shard of a key; it is given the declared shards. */
  public ShardedDataSourceBuilder resolver(ResolverBuilder resolver) {
    this.resolver = Arguments.notNull("resolver", resolver);
    return this;
  }

  /**
   * Sets how many scattered queries run on one shard at a time, so that they leave connections to
   * others; 1 to 1,000. More of them wait, within their deadline.
   */
  public ShardedDataSourceBuilder scatterPermits(int permits) {
    this.scatterPermits = Arguments.inRange("scatterPermits", permits, 1, 1_000);
    return this;
  }

  /** Sets who hears of keys that have more than 5 % of their shard's load, and 10 a second. */
  public ShardedDataSourceBuilder hotKeys(HotKeyListener listener) {
    this.hotKeys = Arguments.notNull("hotKeys", listener);
    return this;
  }

  /**
   * Returns the data source; connects to nothing.
   *
   * @throws IllegalArgumentException if there is no shard or no resolver, or if the resolver knows
   *     a shard that was not declared
   */
  public ShardedDataSource build() {
    if (shards.isEmpty()) {
      throw new IllegalArgumentException("shards is empty; allowed: at least one");
    }
    if (!shards.keySet().containsAll(replicas.keySet())) {
      throw new IllegalArgumentException(
          "replicas are of "
              + replicas.keySet()
              + "; allowed: declared shards, "
              + shards.keySet());
    }
    if (resolver == null) {
      throw new IllegalArgumentException("resolver is null; allowed: any but null");
    }
    ShardResolver built = Arguments.notNull("resolver", resolver.build(shards.keySet()));
    Set<String> unknown = new TreeSet<>(built.shards());
    unknown.removeAll(shards.keySet());
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "resolver leads to " + unknown + "; allowed: declared shards, " + shards.keySet());
    }
    return new ShardedDataSource(
        new ShardedDataSourceConfig(name, shards, replicas, built, scatterPermits, hotKeys));
  }
}
