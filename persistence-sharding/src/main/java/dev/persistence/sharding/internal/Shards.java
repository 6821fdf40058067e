package dev.persistence.sharding.internal;

import dev.persistence.core.Explanation;
import dev.persistence.core.PersistenceException;
import dev.persistence.core.TimeSource;
import dev.persistence.core.transaction.Transactions;
import dev.persistence.sharding.ShardMovedException;
import dev.persistence.sharding.ShardResolver;
import dev.persistence.sharding.ShardedDataSourceConfig;
import dev.persistence.sharding.internal.load.ShardLoad;
import dev.persistence.sharding.load.LoadReport;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The shards of one data source by their names and by keys. Thread-safe. */
public final class Shards {

  private final String name;
  private final Map<String, Shard> byName = new LinkedHashMap<>();
  private final ShardResolver resolver;
  private final ShardLoad load;

  public Shards(ShardedDataSourceConfig config) {
    this.name = config.name();
    this.resolver = config.resolver();
    this.load = new ShardLoad(config.shards().keySet(), config.hotKeys(), TimeSource.system());
    HedgeBudget hedges = new HedgeBudget();
    config
        .shards()
        .keySet()
        .forEach(shard -> byName.put(shard, new Shard(this, hedges, shard, config)));
  }

  /** Returns the shard of that name. */
  public Shard named(String shard) {
    Shard found = byName.get(shard);
    if (found == null) {
      throw new IllegalArgumentException(
          "shard is \"" + shard + "\"; allowed: those of \"" + name + "\", " + byName.keySet());
    }
    return found;
  }

  /** Returns the shards of those names, or all if there are none. */
  public List<Shard> selected(Set<String> names) {
    return names.isEmpty()
        ? List.copyOf(byName.values())
        : names.stream().map(this::named).toList();
  }

  /** Returns the key's shard. */
  public Shard of(Object key) {
    return counted(declared(resolver.shardOf(key)), key);
  }

  private Shard counted(Shard shard, Object key) {
    load.count(shard.name(), key);
    return shard;
  }

  public LoadReport load() {
    return load.report();
  }

  Shard of(ShardKey.Pair keys) {
    return keys.above() == null
        ? of(keys.key())
        : counted(declared(resolver.shardOf(keys.above(), keys.key())), keys.key());
  }

  /** A resolver may learn of a shard that was added after this data source was built. */
  private Shard declared(String shard) {
    Shard found = byName.get(shard);
    if (found == null) {
      throw new PersistenceException(
          new Explanation(
              "No connection of \"" + name + "\"",
              "the key belongs to shard \"" + shard + "\", which was not declared here",
              "Declare it in the builder and start anew, before buckets move there"),
          null);
    }
    return found;
  }

  /** Runs the body in a transaction on the key's shard, and once more if the key has moved. */
  public <T extends @Nullable Object, E extends Exception> T call(
      Object key, Transactions.Body<T, E> body) throws SQLException, E {
    Shard before = of(key);
    try {
      return before.call(body);
    } catch (SQLException failure) {
      if (!ShardMovedException.isReportedBy(failure)) {
        throw failure;
      }
      return callMoved(afterMove(before, key, failure), body);
    }
  }

  private Shard afterMove(Shard before, Object key, SQLException told) throws SQLException {
    try {
      resolver.learn();
    } catch (SQLException unknown) {
      told.addSuppressed(unknown);
    }
    Shard now = declared(resolver.shardOf(key)); // The news may have come to somebody else before.
    if (now == before) {
      throw new ShardMovedException(before.name(), told);
    }
    return now;
  }

  private static <T extends @Nullable Object, E extends Exception> T callMoved(
      Shard now, Transactions.Body<T, E> body) throws SQLException, E {
    try {
      return now.call(body);
    } catch (SQLException failure) {
      throw ShardMovedException.isReportedBy(failure)
          ? new ShardMovedException(now.name(), failure)
          : failure;
    }
  }

  @Override
  public String toString() {
    return byName.keySet().toString();
  }
}
