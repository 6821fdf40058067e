package dev.persistence.sharding.micrometer;

import dev.persistence.core.Arguments;
import dev.persistence.sharding.HashResolver;
import dev.persistence.sharding.ShardStatistics;
import dev.persistence.sharding.ShardedDataSource;
import dev.persistence.sharding.load.HotKey;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/**
 * The meters of one sharded data source.
 *
 * <pre>{@code
 * new ShardingMetrics(orders).bindTo(registry);
 * }</pre>
 *
 * <p>All have the tag sharding, which is the data source's name, and all but the last three the tag
 * shard. Timer {@code persistence.sharding.scatter}, the answers to scattered queries until their
 * first rows; counters {@code persistence.sharding.scatter.missing} of scattered queries without an
 * answer, {@code persistence.sharding.scatter.hedges} of those that were asked of the replica as
 * well, {@code persistence.sharding.scatter.hedges.won} of these that it has answered first, and
 * {@code persistence.sharding.moved} of units of work that the shard refused since their key has
 * moved; gauges {@code persistence.sharding.load}, how often the shard was asked for in a second,
 * {@code persistence.sharding.imbalance}, the largest load over the mean one, {@code
 * persistence.sharding.hottest}, the largest share that a key has of its shard's load, 0 to 1, all
 * three with half of it forgotten a minute, and {@code persistence.sharding.epoch} of the shard map
 * in use, which grows with each refresh, where the resolver is a {@link HashResolver}. All values
 * are read when the registry asks: nothing is added to the work itself. Thread-safe; binding twice
 * to one registry changes nothing.
 */
@SuppressWarnings("exports") // Whoever calls it has Micrometer; nobody else shall need it.
public final class ShardingMetrics implements MeterBinder {

  private final ShardedDataSource source;
  private final String name;

  public ShardingMetrics(ShardedDataSource source) {
    this.source = Arguments.notNull("source", source);
    this.name = source.config().name();
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Arguments.notNull("registry", registry);
    source.shards().forEach(shard -> bindShard(registry, shard));
    Gauge.builder("persistence.sharding.imbalance", source, sharded -> sharded.load().imbalance())
        .description("The largest load of a shard over the mean one")
        .tag("sharding", name)
        .register(registry);
    Gauge.builder("persistence.sharding.hottest", source, ShardingMetrics::hottestShare)
        .description("The largest share that a key has of its shard's load")
        .tag("sharding", name)
        .register(registry);
    if (source.config().resolver() instanceof HashResolver resolver) {
      Gauge.builder("persistence.sharding.epoch", resolver, known -> known.map().epoch())
          .description("The epoch of the shard map")
          .tag("sharding", name)
          .register(registry);
    }
  }

  private void bindShard(MeterRegistry registry, String shard) {
    FunctionTimer.builder(
            "persistence.sharding.scatter",
            source,
            sharded -> of(sharded, shard).answers(),
            sharded -> of(sharded, shard).answerTime().toNanos(),
            TimeUnit.NANOSECONDS)
        .description("Answers to scattered queries, until their first rows")
        .tags(tags(shard))
        .register(registry);
    Gauge.builder(
            "persistence.sharding.load",
            source,
            sharded -> sharded.load().perSecond().getOrDefault(shard, 0.0))
        .description("How often the shard was asked for in a second")
        .tags(tags(shard))
        .register(registry);
    String prefix = "persistence.sharding.";
    count(shard, prefix + "scatter.missing", ShardStatistics::missing)
        .description("Scattered queries without an answer")
        .register(registry);
    count(shard, prefix + "scatter.hedges", ShardStatistics::hedges)
        .description("Scattered queries that were asked of the replica as well")
        .register(registry);
    count(shard, prefix + "scatter.hedges.won", ShardStatistics::hedgesWon)
        .description("Those of them that the replica has answered first")
        .register(registry);
    count(shard, prefix + "moved", ShardStatistics::moved)
        .description("Units of work that were refused since their key has moved")
        .register(registry);
  }

  private FunctionCounter.Builder<ShardedDataSource> count(
      String shard, String meter, ToLongFunction<ShardStatistics> value) {
    return FunctionCounter.builder(meter, source, sharded -> value.applyAsLong(of(sharded, shard)))
        .tags(tags(shard));
  }

  private Tags tags(String shard) {
    return Tags.of("sharding", name, "shard", shard);
  }

  private static double hottestShare(ShardedDataSource sharded) {
    List<HotKey> hottest = sharded.load().hottest();
    return hottest.isEmpty() ? 0 : hottest.get(0).share();
  }

  private static ShardStatistics of(ShardedDataSource sharded, String shard) {
    return Objects.requireNonNull(sharded.statistics().get(shard));
  }
}
