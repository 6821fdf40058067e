package dev.persistence.sharding.scatter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.sharding.KeyType;
import dev.persistence.sharding.Resolvers;
import dev.persistence.sharding.ShardStatistics;
import dev.persistence.sharding.ShardedDataSource;
import dev.persistence.sharding.ShardedDataSourceBuilder;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import dev.persistence.testkit.postgres.PostgresNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A shard that is slow on its primary is answered by its standby, once and by one of them. */
@WithPostgres(standbys = 1)
class ScatterHedgeTest {

  private static final Hedge SOON = Hedge.after(Duration.ofMillis(20));

  /** For a minute without an answer on the primary, and quick on the standby. */
  private static final SqlFragment STUCK =
      SqlFragment.of(
          "select g as id from generate_series(1, 1000) g"
              + " where pg_is_in_recovery() or pg_sleep(60) is null");

  private static final SqlFragment QUICK =
      SqlFragment.of("select g as id from generate_series(1, 1000) g");

  private final List<HikariDataSource> pools = new ArrayList<>();
  private final PostgresCluster cluster;
  private final ShardedDataSource hedged;
  private final ShardedDataSource alone;

  ScatterHedgeTest(PostgresCluster cluster) {
    this.cluster = cluster;
    this.hedged = builder("hedged").replica("s1", pool(cluster.standbys().get(0))).build();
    this.alone = builder("alone").build();
  }

  private ShardedDataSourceBuilder builder(String name) {
    return ShardedDataSource.builder(name)
        .shard("s1", pool(cluster.primary()))
        .resolver(Resolvers.hash(KeyType.INT8));
  }

  private HikariDataSource pool(PostgresNode node) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(node.jdbcUrl());
    config.setMaximumPoolSize(2);
    config.setMinimumIdle(0);
    HikariDataSource pool = new HikariDataSource(config);
    pools.add(pool);
    return pool;
  }

  @AfterEach
  void close() {
    hedged.close();
    alone.close();
    pools.forEach(HikariDataSource::close);
  }

  private static ScatterSpec spec(Hedge hedge) {
    return ScatterSpec.all().deadline(Duration.ofSeconds(50)).hedge(hedge);
  }

  private ShardStatistics statistics() {
    return Objects.requireNonNull(hedged.statistics().get("s1"));
  }

  private long active(String query) throws SQLException {
    try (Connection connection = cluster.primary().dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select count(*) from pg_stat_activity where state = 'active' and query like '%"
                    + query
                    + "%' and pid <> pg_backend_pid()")) {
      row.next();
      return row.getLong(1);
    }
  }

  @Test
  void slowShardIsAnsweredByItsReplicaAndCancelled() throws Exception {
    assertThat(hedged.scatter(STUCK, spec(SOON)).rows()).hasSize(1000);
    assertThat(statistics().hedges()).isEqualTo(1);
    assertThat(statistics().hedgesWon()).isEqualTo(1);
    assertThat(statistics().answers()).isEqualTo(1);
    Awaitility.await().untilAsserted(() -> assertThat(active("pg_sleep(60)")).isZero());
    Awaitility.await() // Its connection is good for the next.
        .untilAsserted(() -> assertThat(hedged.scatter(QUICK, spec(SOON)).rows()).hasSize(1000));
  }

  @Test
  void manyRowsAreThoseOfOneOfThem() throws Exception {
    SqlFragment many =
        SqlFragment.of(
            "select g as id from generate_series(1, 50000) g"
                + " where pg_is_in_recovery() or pg_sleep(60) is null");
    List<Object> ids = new ArrayList<>();
    hedged.scatterEach(
        many,
        spec(SOON).orderBy(Order.by("id")).maxBytes(64 << 10),
        row -> ids.add(Objects.requireNonNull(row.value("id"))));
    assertThat(ids).hasSize(50_000).doesNotHaveDuplicates();
  }

  @Test
  void quickShardIsAskedOnce() throws Exception {
    Hedge late = Hedge.after(Duration.ofSeconds(40));
    assertThat(hedged.scatter(QUICK, spec(late)).rows()).hasSize(1000);
    assertThat(statistics().hedges()).isZero();
  }

  @Test
  void shardWithoutAReplicaIsAskedOnce() {
    ScatterSpec brief = ScatterSpec.all().deadline(Duration.ofMillis(500)).hedge(SOON);
    assertThatThrownBy(() -> alone.scatter(STUCK, brief)).isInstanceOf(ScatterException.class);
    assertThat(alone.statistics().get("s1"))
        .isEqualTo(new ShardStatistics(0, Duration.ZERO, 1, 0, 0, 0));
  }

  @Test
  void whoIsNotToldToIsAskedOnce() {
    ScatterSpec brief = ScatterSpec.all().deadline(Duration.ofMillis(500));
    assertThatThrownBy(() -> hedged.scatter(STUCK, brief)).isInstanceOf(ScatterException.class);
    assertThat(statistics().hedges()).isZero();
  }

  @Test
  void replicaIsWaitedForWhenTheShardFails() throws Exception {
    SqlFragment failing =
        SqlFragment.of(
            "select g as id from generate_series(1, 1) g where case when pg_is_in_recovery()"
                + " then pg_sleep(2) is not null"
                + " else pg_sleep(1) is not null and 1 / (g - g) = 1 end");
    assertThat(hedged.scatter(failing, spec(SOON)).rows()).hasSize(1);
    assertThat(statistics().hedgesWon()).isEqualTo(1);
  }

  @Test
  void failureOfBothIsThatOfTheShard() {
    SqlFragment failing =
        SqlFragment.of(
            "select g as id from generate_series(1, 1) g"
                + " where pg_sleep(0.5) is not null and 1 / (g - g) = 1");
    assertThatThrownBy(() -> hedged.scatter(failing, spec(SOON)))
        .isInstanceOfSatisfying(
            ScatterException.class, told -> assertThat(told.shards()).containsExactly("s1"))
        .hasStackTraceContaining("division by zero");
    assertThat(statistics().missing()).isEqualTo(1);
    assertThat(statistics().answers()).isZero();
  }

  @Test
  void slownessIsThatOfTheLatestAnswers() throws Exception {
    Hedge slow = Hedge.afterQuantile(0.95);
    for (int i = 0; i < 20; i++) {
      hedged.scatter(QUICK, spec(slow));
    }
    assertThat(statistics().hedges()).isZero();
    assertThat(hedged.scatter(STUCK, spec(slow)).rows()).hasSize(1000);
    assertThat(statistics().hedgesWon()).isEqualTo(1);
  }
}
