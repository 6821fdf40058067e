package dev.persistence.sharding.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.persistence.sharding.HashResolver;
import dev.persistence.sharding.KeyType;
import dev.persistence.sharding.Resolvers;
import dev.persistence.sharding.ShardMap;
import dev.persistence.sharding.ShardMapException;
import dev.persistence.testkit.DatabaseCluster;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** A map is published once, by whoever is first, and everybody learns it. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class ShardCatalogSuite {

  private final List<DatabaseCluster<?>> databases = new ArrayList<>();
  private final Map<String, DataSource> shards = new LinkedHashMap<>();
  private final HikariDataSource dead = new HikariDataSource(nowhere());
  private final ShardCatalog catalog;

  ShardCatalogSuite(DatabaseCluster<?> cluster) {
    databases.add(cluster.database("catalog_itself"));
    for (String shard : List.of("s1", "s2")) {
      databases.add(cluster.database("catalog_" + shard));
      shards.put(shard, databases.get(databases.size() - 1).primary().dataSource());
    }
    catalog = catalog(database());
  }

  private static HikariConfig nowhere() {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl("jdbc:postgresql://127.0.0.1:1/nowhere");
    config.setInitializationFailTimeout(-1);
    config.setConnectionTimeout(250);
    config.setMinimumIdle(0);
    return config;
  }

  /** Returns the database of the catalog. */
  DataSource database() {
    return databases.get(0).primary().dataSource();
  }

  ShardCatalog catalog(DataSource database) {
    return ShardCatalog.of("orders", database, shards);
  }

  @BeforeEach
  void createTables() throws SQLException {
    for (DatabaseCluster<?> database : databases) {
      execute(database.primary().dataSource(), "drop table if exists persistence_shard_map");
    }
    catalog.createTables();
    catalog.createTables(); // As every instance does at its start.
  }

  static void execute(DataSource database, String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @AfterAll
  void close() {
    dead.close();
    databases.forEach(DatabaseCluster::close);
  }

  @Test
  void publishedMapIsReadEverywhere() throws SQLException {
    assertThat(catalog.newest()).isNull();
    ShardMap first = ShardMap.of("s1", "s2");
    assertThat(catalog.publish(first)).isEmpty();
    assertThat(catalog.newest()).isEqualTo(first);
    ShardMap next = first.plus("s3");
    assertThat(catalog.publish(next)).isEmpty();
    assertThat(catalog.newest()).isEqualTo(next);
    assertThat(catalog(dead).newest()).as("from a copy").isEqualTo(next);
  }

  @Test
  void changeOfAMapThatIsNotTheNewestIsRefused() throws SQLException {
    ShardMap first = ShardMap.of("s1", "s2");
    catalog.publish(first);
    catalog.publish(first.plus("s3"));
    assertThatThrownBy(() -> catalog.publish(first.plus("s4")))
        .isInstanceOf(ShardMapException.class)
        .hasMessageContaining("epoch 2");
    assertThatThrownBy(() -> catalog.publish(first)).isInstanceOf(ShardMapException.class);
  }

  @Test
  void mapThatWasMadeBesideTheNewestIsRefused() throws SQLException {
    ShardMap first = ShardMap.of("s1", "s2");
    catalog.publish(first);
    ShardMap newest = first.plus("s3");
    catalog.publish(newest);
    ShardMap beside = first.plus("s4").plus("s5");
    assertThat(beside.epoch()).isEqualTo(newest.epoch() + 1);
    assertThatThrownBy(() -> catalog.publish(beside)).isInstanceOf(ShardMapException.class);
    assertThatThrownBy(() -> catalog.publish(ShardMap.decode(newest.plus("s6").encode())))
        .as("nobody knows what it was made from")
        .isInstanceOf(ShardMapException.class);
    assertThat(catalog.newest()).isEqualTo(newest);
    assertThat(catalog.publish(ShardMap.decode(newest.encode()).plus("s6"))).isEmpty();
  }

  @Test
  void mapOfAnotherNumberOfBucketsIsRefused() throws SQLException {
    ShardMap first = ShardMap.of("s1", "s2");
    catalog.publish(first);
    ShardMap other = ShardMap.builder().buckets(64).shard("s1").build().plus("s2");
    assertThatThrownBy(() -> catalog.publish(other))
        .isInstanceOf(ShardMapException.class)
        .hasMessageContaining("64 buckets");
    assertThat(catalog.newest()).isEqualTo(first);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Orders", "orders "})
  void namesThatDifferInCaseOrBlanksAreTwoCatalogs(String name) throws SQLException {
    catalog.publish(ShardMap.of("s1", "s2"));
    ShardCatalog other = ShardCatalog.of(name, database(), shards);
    assertThat(other.newest()).isNull();
    assertThat(other.publish(ShardMap.of("s1"))).isEmpty();
    assertThat(catalog.newest()).isEqualTo(ShardMap.of("s1", "s2"));
  }

  @Test
  void whereTheTableIsMissingTheMessageTellsHowToMakeIt() throws SQLException {
    execute(database(), "drop table persistence_shard_map");
    ShardCatalog alone = ShardCatalog.of("orders", database(), Map.of());
    assertThatThrownBy(alone::newest)
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("createTables()");
    assertThatThrownBy(() -> alone.publish(ShardMap.of("s1")))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("createTables()");
  }

  @Test
  @SuppressWarnings("NullAway") // What is rejected here is null.
  void wrongOptionsAreRejected() {
    Map<String, DataSource> withNull = new HashMap<>();
    withNull.put("s1", null);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ShardCatalog.of("orders", database(), withNull));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ShardCatalog.of("x".repeat(64), database(), shards));
    assertThatIllegalArgumentException().isThrownBy(() -> catalog.publish(null));
  }

  @Test
  void ofManyThatPublishAtOnceOneIsTheFirst() throws Exception {
    int publishers = 8;
    CountDownLatch begin = new CountDownLatch(1);
    AtomicInteger published = new AtomicInteger();
    AtomicInteger refused = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < publishers; i++) {
      int number = i;
      Thread thread =
          new Thread(
              () -> {
                try {
                  begin.await();
                  catalog.publish(ShardMap.of("s1", "s2", "x" + number));
                  published.incrementAndGet();
                } catch (ShardMapException another) {
                  refused.incrementAndGet();
                } catch (SQLException | InterruptedException failure) {
                  throw new IllegalStateException(failure);
                }
              });
      threads.add(thread);
      thread.start();
    }
    begin.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(published).hasValue(1);
    assertThat(refused).hasValue(publishers - 1);
  }

  @Test
  void shardWhoseCopyCannotBeWrittenIsNamed() throws SQLException {
    Map<String, DataSource> withOneDead = new LinkedHashMap<>(shards);
    withOneDead.put("s3", dead);
    ShardMap map = ShardMap.of("s1", "s2", "s3");
    assertThat(ShardCatalog.of("orders", database(), withOneDead).publish(map))
        .containsOnlyKeys("s3");
    assertThat(catalog.newest()).isEqualTo(map);
  }

  @Test
  void copyIsNeverReplacedByAnOlderMap() throws SQLException {
    ShardMap first = ShardMap.of("s1", "s2");
    ShardMap second = first.plus("s3");
    assertThat(catalog.copy(second)).isEmpty();
    assertThat(catalog.copy(first)).isEmpty();
    assertThat(catalog(dead).newest()).isEqualTo(second);
    assertThat(catalog.copy(second.plus("s4"))).isEmpty();
    assertThat(catalog(dead).newest()).isEqualTo(second.plus("s4"));
  }

  @Test
  void catalogsOfOneDatabaseHaveMapsOfTheirOwn() throws SQLException {
    ShardCatalog other = ShardCatalog.of("accounts", database(), shards);
    catalog.publish(ShardMap.of("s1", "s2"));
    assertThat(other.newest()).isNull();
    other.publish(ShardMap.of("s1"));
    assertThat(catalog.newest()).isEqualTo(ShardMap.of("s1", "s2"));
  }

  @Test
  void whereNobodyAnswersThereIsNoMap() {
    ShardCatalog lost = ShardCatalog.of("orders", dead, Map.of("s1", dead));
    assertThatThrownBy(lost::newest)
        .isInstanceOf(SQLException.class)
        .satisfies(failure -> assertThat(failure.getSuppressed()).hasSize(1));
    assertThatThrownBy(() -> lost.publish(ShardMap.of("s1"))).isInstanceOf(SQLException.class);
  }

  @Test
  void textThatIsNoMapIsRefused() throws SQLException {
    catalog.publish(ShardMap.of("s1", "s2"));
    execute(database(), "update persistence_shard_map set map = concat('x', map)");
    assertThatThrownBy(catalog::newest).isInstanceOf(ShardMapException.class);
  }

  @Test
  void manyInstancesMayCreateTheTablesAtOnce() throws Exception {
    execute(database(), "drop table persistence_shard_map");
    List<FutureTask<Void>> instances = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      instances.add(
          new FutureTask<>(
              () -> {
                catalog.createTables();
                return null;
              }));
      new Thread(instances.get(i)).start();
    }
    for (FutureTask<Void> instance : instances) {
      instance.get();
    }
    assertThat(catalog.newest()).isNull();
  }

  @Test
  void resolverLearnsWhenItIsAsked() throws SQLException {
    ShardMap first = ShardMap.of("s1", "s2");
    catalog.publish(first);
    HashResolver resolver = Resolvers.hash(KeyType.INT8).learningFrom(catalog).build(first);
    catalog.publish(first.plus("s3"));
    assertThat(resolver.shards()).doesNotContain("s3");
    resolver.learn();
    assertThat(resolver.shards()).contains("s3");
  }

  /** How often the watch looks by itself. */
  Duration period() {
    return Duration.ofMillis(50);
  }

  @Test
  void watchBringsNewMaps() throws SQLException {
    ShardMap map = ShardMap.of("s1", "s2");
    catalog.publish(map);
    HashResolver resolver = Resolvers.hash(KeyType.INT8).learningFrom(catalog).build(map);
    try (ShardMapWatch watch = ShardMapWatch.start(catalog, resolver, period())) {
      for (int i = 3; i < 6; i++) {
        map = map.plus("s" + i);
        catalog.publish(map);
        ShardMap published = map;
        Awaitility.await().until(() -> resolver.map().equals(published));
      }
    }
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(Thread.getAllStackTraces().keySet())
                    .noneMatch(thread -> thread.getName().equals("persistence-shard-map-orders")));
  }

  @Test
  void watchGoesOnAfterAFailure() {
    ShardMap first = ShardMap.of("s1", "s2");
    AtomicInteger asked = new AtomicInteger();
    HashResolver resolver =
        Resolvers.hash(KeyType.INT8)
            .learningFrom(
                () -> {
                  if (asked.incrementAndGet() < 3) {
                    throw new SQLException("not yet");
                  }
                  return first.plus("s3");
                })
            .build(first);
    try (ShardMapWatch watch = ShardMapWatch.start(catalog, resolver, Duration.ofMillis(50))) {
      Awaitility.await().until(() -> resolver.map().epoch() == 2);
    }
  }

  @Test
  void watchOutlivesAPoolThatThrowsAnything() throws SQLException {
    ShardMap first = ShardMap.of("s1", "s2");
    catalog.publish(first);
    AtomicInteger asked = new AtomicInteger();
    DataSource unready =
        new DelegatingDataSource(database()) {
          @Override
          public Connection getConnection() throws SQLException {
            if (asked.incrementAndGet() < 3) {
              throw new IllegalStateException("not ready");
            }
            return super.getConnection();
          }
        };
    ShardCatalog late = catalog(unready);
    HashResolver resolver = Resolvers.hash(KeyType.INT8).learningFrom(late).build(first);
    try (ShardMapWatch watch = ShardMapWatch.start(late, resolver, Duration.ofMillis(50))) {
      catalog.publish(first.plus("s3"));
      Awaitility.await().until(() -> resolver.map().epoch() == 2);
    }
  }
}
