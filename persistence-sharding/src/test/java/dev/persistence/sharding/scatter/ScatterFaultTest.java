package dev.persistence.sharding.scatter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.sharding.KeyType;
import dev.persistence.sharding.Resolvers;
import dev.persistence.sharding.ShardedDataSource;
import dev.persistence.sharding.ShardedDataSourceBuilder;
import dev.persistence.testkit.fault.NetworkFault;
import dev.persistence.testkit.fault.TcpProxy;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import dev.persistence.testkit.postgres.PostgresNode;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One of four shards is gone, silent or slow: the policy holds, and so does the deadline. */
@WithPostgres
class ScatterFaultTest {

  private static final Duration DEADLINE = Duration.ofSeconds(2);

  /** Half a second is promised; the rest is for a busy machine. */
  private static final Duration LATEST = DEADLINE.plusSeconds(5);

  private static final SqlFragment NUMBERS =
      SqlFragment.of("select g as id from generate_series(1, 1000) g");

  private final List<HikariDataSource> pools = new ArrayList<>();
  private final TcpProxy network;
  private final ShardedDataSource sharded;

  ScatterFaultTest(PostgresCluster cluster) {
    PostgresNode node = cluster.primary();
    network = TcpProxy.to(node.host(), node.port());
    ShardedDataSourceBuilder builder =
        ShardedDataSource.builder("numbers").resolver(Resolvers.hash(KeyType.INT8));
    for (int i = 0; i < 3; i++) {
      builder.shard("s" + i, pool(node.jdbcUrl()));
    }
    builder.shard(
        "s3",
        pool(
            node.jdbcUrl()
                .replace(node.host() + ":" + node.port(), "127.0.0.1:" + network.port())));
    sharded = builder.build();
  }

  private HikariDataSource pool(String url) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(4);
    config.setMinimumIdle(0);
    config.setInitializationFailTimeout(-1);
    config.addDataSourceProperty("ApplicationName", "pool" + pools.size());
    HikariDataSource pool = new HikariDataSource(config);
    pools.add(pool);
    return pool;
  }

  @AfterEach
  void close() {
    sharded.close();
    pools.forEach(HikariDataSource::close);
    network.close();
  }

  private ScatterSpec spec(ScatterPolicy policy) {
    return ScatterSpec.all().deadline(DEADLINE).policy(policy).orderBy(Order.by("id"));
  }

  private static long elapsedMillis(long sinceNanos) {
    return (System.nanoTime() - sinceNanos) / 1_000_000;
  }

  private void assertPolicyHolds() throws SQLException {
    long begun = System.nanoTime();
    ScatterResult<ScatterRow> partial = sharded.scatter(NUMBERS, spec(ScatterPolicy.PARTIAL));
    assertThat(elapsedMillis(begun)).isLessThan(LATEST.toMillis());
    assertThat(partial.missing()).containsOnlyKeys("s3");
    assertThat(partial.rows()).hasSize(3000);

    long again = System.nanoTime();
    assertThatThrownBy(() -> sharded.scatter(NUMBERS, spec(ScatterPolicy.ALL_OR_ERROR)))
        .isInstanceOfSatisfying(
            ScatterException.class, told -> assertThat(told.shards()).containsExactly("s3"));
    assertThat(elapsedMillis(again)).isLessThan(LATEST.toMillis());
  }

  @Test
  void shardThatRefusesConnectionsIsMissing() throws Exception {
    network.close();
    assertPolicyHolds();
  }

  @Test
  void shardThatFallsSilentIsMissingAndItsThreadsEnd() throws Exception {
    assertThat(sharded.scatter(NUMBERS, spec(ScatterPolicy.ALL_OR_ERROR)).rows()).hasSize(4000);
    network.apply(NetworkFault.blackHole());
    assertPolicyHolds();
    network.heal();
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(sharded.scatter(NUMBERS, spec(ScatterPolicy.PARTIAL)).isComplete())
                    .isTrue());
  }

  @Test
  void statementsOfOtherShardsAreCancelled() throws Exception {
    SqlFragment slow =
        SqlFragment.of("select pg_sleep(60) is null as id where ? is not null", "scattered");
    assertThatThrownBy(
            () -> sharded.scatter(slow, ScatterSpec.all().deadline(Duration.ofMillis(500))))
        .isInstanceOf(ScatterException.class);
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(
                        sharded
                            .scatter(
                                SqlFragment.of(
                                    "select count(*) as running from pg_stat_activity"
                                        + " where state = 'active' and query like '%pg_sleep(60)%'"
                                        + " and pid <> pg_backend_pid()"),
                                ScatterSpec.of("s0"))
                            .rows()
                            .get(0)
                            .value("running"))
                    .isEqualTo(0L));
  }

  @Test
  void shardThatIsNotNeededForThePageIsCancelled() throws Exception {
    SqlFragment oneIsSlow =
        SqlFragment.of(
            "select 1 as id where current_setting('application_name') <> 'pool3'"
                + " or pg_sleep(60) is null");
    assertThat(sharded.scatter(oneIsSlow, ScatterSpec.all().limit(1)).rows()).hasSize(1);
    Awaitility.await().until(() -> pools.stream().allMatch(ScatterFaultTest::isIdle));
  }

  @Test
  void shardsThatASilentOneHoldsBackAreNotMissing() throws Exception {
    SqlFragment many =
        SqlFragment.of(
            "select g as id from generate_series(1, 5000) g where"
                + " current_setting('application_name') <> 'pool0' or pg_sleep(60) is null");
    for (Order[] order : new Order[][] {{}, {Order.by("id")}}) {
      AtomicInteger rows = new AtomicInteger();
      ScatterSpec spec =
          spec(ScatterPolicy.PARTIAL)
              .deadline(Duration.ofSeconds(5))
              .orderBy(order)
              .maxBytes(64 << 10);
      assertThat(sharded.scatterEach(many, spec, row -> rows.incrementAndGet()))
          .containsOnlyKeys("s0");
      assertThat(rows).hasValue(15_000);
    }
  }

  @Test
  void consumerThatTakesMostOfTheTimeIsToldSo() throws Exception {
    assertThat(sharded.scatter(NUMBERS, spec(ScatterPolicy.ALL_OR_ERROR)).rows()).hasSize(4000);
    network.apply(NetworkFault.blackHole());
    for (ScatterPolicy policy : ScatterPolicy.values()) {
      AtomicInteger rows = new AtomicInteger();
      assertThatThrownBy(
              () ->
                  sharded.scatterEach(
                      NUMBERS,
                      spec(policy).orderBy(),
                      row -> {
                        if (rows.getAndIncrement() == 0) {
                          Awaitility.await().pollDelay(DEADLINE).until(() -> true);
                        }
                      }))
          .isInstanceOfSatisfying(
              ScatterException.class, told -> assertThat(told.shards()).isEmpty())
          .hasMessageContaining("consumer");
    }
    network.heal(); // Closing waits for the connection that is being opened.
  }

  @Test
  void queryThatEveryShardRefusesIsAtFaultItself() {
    for (String wrong : List.of("select 1 as id;", "select unknown as id", "nonsense")) {
      for (ScatterPolicy policy : ScatterPolicy.values()) {
        assertThatThrownBy(() -> sharded.scatter(SqlFragment.of(wrong), spec(policy)))
            .isInstanceOfSatisfying(
                ScatterException.class,
                told -> {
                  assertThat(told.shards()).isEmpty();
                  assertThat(told.getSQLState()).startsWith("42");
                })
            .hasMessageContaining("refused");
      }
    }
  }

  @Test
  @SuppressWarnings("NullAway") // What is rejected here is null.
  void nullIsRejected() {
    assertThatThrownBy(() -> sharded.scatter(null, ScatterSpec.all()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("query is null");
    assertThatThrownBy(() -> sharded.scatter(NUMBERS, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("spec is null");
  }

  @Test
  void closingEndsWhatRuns() throws Exception {
    SqlFragment slow = SqlFragment.of("select 1 as id where pg_sleep(50) is null");
    FutureTask<ScatterResult<ScatterRow>> running =
        new FutureTask<>(
            () -> sharded.scatter(slow, ScatterSpec.all().deadline(Duration.ofSeconds(60))));
    new Thread(running).start();
    Awaitility.await().until(() -> pools.stream().noneMatch(ScatterFaultTest::isIdle));
    sharded.close();
    assertThatThrownBy(() -> running.get(20, TimeUnit.SECONDS))
        .hasCauseInstanceOf(ScatterException.class)
        .hasStackTraceContaining("was closed");
    Awaitility.await().until(() -> pools.stream().allMatch(ScatterFaultTest::isIdle));
  }

  private static boolean isIdle(HikariDataSource pool) {
    HikariPoolMXBean state = pool.getHikariPoolMXBean();
    return state == null || state.getActiveConnections() == 0;
  }

  @Test
  void interruptedCallerGetsAnErrorAndStaysInterrupted() {
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> sharded.scatter(NUMBERS, spec(ScatterPolicy.PARTIAL)))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("interrupted");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void closedDataSourceAsksNobody() {
    sharded.close();
    assertThatThrownBy(() -> sharded.scatter(NUMBERS, spec(ScatterPolicy.ALL_OR_ERROR)))
        .isInstanceOf(ScatterException.class);
  }
}
