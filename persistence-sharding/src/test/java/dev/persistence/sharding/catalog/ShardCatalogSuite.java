package dev.persistence.sharding.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.persistence.sharding.HashResolver;
import dev.persistence.sharding.KeyType;
import dev.persistence.sharding.Resolvers;
import dev.persistence.sharding.ShardMap;
import dev.persistence.sharding.ShardMapException;
import dev.persistence.testkit.DatabaseCluster;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A map is published once, by whoever is first, and everybody learns it. */
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
    catalog = catalog(databases.get(0).primary().dataSource());
  }

  private static HikariConfig nowhere() {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl("jdbc:postgresql://127.0.0.1:1/nowhere");
    config.setInitializationFailTimeout(-1);
    config.setConnectionTimeout(250);
    config.setMinimumIdle(0);
    return config;
  }

  private ShardCatalog catalog(DataSource database) {
    return ShardCatalog.of("orders", database, shards);
  }

  @BeforeEach
  void createTables() throws SQLException {
    catalog.createTables();
    catalog.createTables(); // As every instance does at its start.
  }

  @AfterEach
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
    shards.put("s3", dead);
    ShardMap map = ShardMap.of("s1", "s2", "s3");
    assertThat(catalog(databases.get(0).primary().dataSource()).publish(map))
        .containsOnlyKeys("s3");
    assertThat(catalog.newest()).isEqualTo(map);
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
}
