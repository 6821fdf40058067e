package dev.persistence.sharding.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.core.sql.SqlFragment;
import dev.persistence.sharding.HashResolver;
import dev.persistence.sharding.KeyType;
import dev.persistence.sharding.Resolvers;
import dev.persistence.sharding.ShardMovedException;
import dev.persistence.sharding.ShardedDataSource;
import dev.persistence.sharding.scatter.Hedge;
import dev.persistence.sharding.scatter.ScatterPolicy;
import dev.persistence.sharding.scatter.ScatterSpec;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is counted and shown of shards; and the example of meters in docs/sharding.md. */
@WithPostgres(standbys = 1)
class ShardingMetricsDatabaseTest {

  private final HashResolver resolver = Resolvers.hash(KeyType.INT8).build(List.of("s1", "s2"));
  private final ShardedDataSource orders;
  private final MeterRegistry registry = new SimpleMeterRegistry();

  ShardingMetricsDatabaseTest(PostgresCluster cluster) {
    orders =
        ShardedDataSource.builder("orders")
            .shard("s1", cluster.primary().dataSource())
            .shard("s2", cluster.primary().dataSource())
            .replica("s2", cluster.standbys().get(0).dataSource())
            .resolver(resolver)
            .build();
    bind(orders, registry);
  }

  private static void bind(ShardedDataSource orders, MeterRegistry registry) {
    new ShardingMetrics(orders).bindTo(registry);
  }

  @AfterEach
  void close() {
    orders.close();
    registry.close();
  }

  private double count(String meter, String shard) {
    return registry
        .get("persistence.sharding." + meter)
        .tags("sharding", "orders", "shard", shard)
        .functionCounter()
        .count();
  }

  @Test
  void answersAreTimedForEachShard() throws Exception {
    orders.scatter(SqlFragment.of("select pg_sleep(0.05) is null as slept"), ScatterSpec.of("s1"));
    FunctionTimer timer =
        registry.get("persistence.sharding.scatter").tag("shard", "s1").functionTimer();
    assertThat(timer.count()).isEqualTo(1);
    assertThat(timer.totalTime(TimeUnit.MILLISECONDS)).isGreaterThanOrEqualTo(50);
    assertThat(
            registry.get("persistence.sharding.scatter").tag("shard", "s2").functionTimer().count())
        .isZero();
  }

  @Test
  void missingAnswersAreCountedUnderEitherPolicy() throws Exception {
    SqlFragment failing = SqlFragment.of("select 1 / 0 as n");
    orders.scatter(failing, ScatterSpec.of("s1").policy(ScatterPolicy.PARTIAL));
    assertThatThrownBy(() -> orders.scatter(failing, ScatterSpec.of("s1")))
        .isInstanceOf(SQLException.class);
    assertThat(count("scatter.missing", "s1")).isEqualTo(2);
    assertThat(count("scatter.missing", "s2")).isZero();
  }

  @Test
  void hedgesAreCountedWithWhoWon() throws Exception {
    SqlFragment stuck =
        SqlFragment.of("select 1 as one where pg_is_in_recovery() or pg_sleep(60) is null");
    Hedge soon = Hedge.after(Duration.ofMillis(20));
    orders.scatter(stuck, ScatterSpec.of("s2").deadline(Duration.ofSeconds(50)).hedge(soon));
    assertThat(count("scatter.hedges", "s2")).isEqualTo(1);
    assertThat(count("scatter.hedges.won", "s2")).isEqualTo(1);
  }

  @Test
  void refusedWorkIsCountedWhereTheKeyWas() {
    String raise = "do $$ begin raise exception 'moved' using errcode = 'SH001'; end $$";
    assertThatThrownBy(
            () ->
                orders.inShard(
                    1L,
                    connection -> {
                      try (Statement statement = connection.createStatement()) {
                        return statement.execute(raise);
                      }
                    }))
        .isInstanceOf(ShardMovedException.class);
    assertThat(count("moved", orders.shardOf(1L))).isEqualTo(1);
  }

  @Test
  void loadIsThatOfShardsAndTheirHottestKey() {
    for (int i = 0; i < 1_000; i++) {
      orders.shardOf(1L);
    }
    // Sketches are added up once a second.
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(registry.get("persistence.sharding.hottest").gauge().value())
                    .isEqualTo(1));
    assertThat(load(orders.shardOf(1L))).isPositive();
    assertThat(load("s1") == 0 || load("s2") == 0).isTrue();
    assertThat(registry.get("persistence.sharding.imbalance").gauge().value()).isEqualTo(2);
  }

  private double load(String shard) {
    return registry.get("persistence.sharding.load").tag("shard", shard).gauge().value();
  }

  @Test
  void epochShowsThatTheMapWasRefreshed() {
    assertThat(registry.get("persistence.sharding.epoch").gauge().value()).isEqualTo(1);
    resolver.refresh(resolver.map().minus("s2"));
    assertThat(registry.get("persistence.sharding.epoch").gauge().value()).isEqualTo(2);
  }

  @Test
  void bindingTwiceChangesNothing() {
    int meters = registry.getMeters().size();
    bind(orders, registry);
    assertThat(registry.getMeters()).hasSize(meters).hasSize(15);
  }
}
