package dev.persistence.sharding.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.persistence.sharding.HashResolver;
import dev.persistence.sharding.KeyType;
import dev.persistence.sharding.Resolvers;
import dev.persistence.sharding.ShardMap;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@WithPostgres
class PostgresShardCatalogTest extends ShardCatalogSuite {

  private static final String LISTENERS =
      " from pg_stat_activity where datname = current_database() and query like 'LISTEN%'";

  PostgresShardCatalogTest(PostgresCluster cluster) {
    super(cluster);
  }

  /** So that only what PostgreSQL tells can be the reason. */
  @Override
  Duration period() {
    return Duration.ofHours(1);
  }

  private static long number(DataSource database, String query) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  private void awaitListener() {
    awaitListeners(1);
  }

  private void awaitListeners(int count) {
    Awaitility.await().until(() -> number(database(), "select count(*)" + LISTENERS) == count);
  }

  /** The server may take a moment to end those of the test before. */
  @BeforeEach
  void awaitNone() {
    awaitListeners(0);
  }

  @Test
  void watchWhoseConnectionIsLostTakesAnother() throws SQLException {
    ShardMap first = ShardMap.of("s1", "s2");
    ShardCatalog catalog = catalog(database());
    catalog.publish(first);
    HashResolver resolver = Resolvers.hash(KeyType.INT8).learningFrom(catalog).build(first);
    try (ShardMapWatch watch = ShardMapWatch.start(catalog, resolver, period())) {
      awaitListener();
      number(database(), "select count(pg_terminate_backend(pid))" + LISTENERS);
      catalog.publish(first.plus("s3"));
      Awaitility.await().until(() -> resolver.map().epoch() == 2);
      awaitListener();
      catalog.publish(first.plus("s3").plus("s4"));
      Awaitility.await().until(() -> resolver.map().epoch() == 3);
    }
  }

  @Test
  void watchGivesItsConnectionBackAsItWas() throws SQLException {
    HikariConfig config = new HikariConfig();
    config.setDataSource(database());
    config.setMaximumPoolSize(1);
    config.setAutoCommit(false);
    ShardMap first = ShardMap.of("s1", "s2");
    ShardCatalog catalog = catalog(database());
    catalog.publish(first);
    HashResolver resolver = Resolvers.hash(KeyType.INT8).learningFrom(catalog).build(first);
    try (HikariDataSource pool = new HikariDataSource(config)) {
      try (ShardMapWatch watch = ShardMapWatch.start(catalog(pool), resolver, period())) {
        awaitListener();
        catalog.publish(first.plus("s3"));
        Awaitility.await().until(() -> resolver.map().epoch() == 2);
      }
      Awaitility.await().until(() -> pool.getHikariPoolMXBean().getActiveConnections() == 0);
      assertThat(number(pool, "select count(*) from pg_listening_channels()")).isZero();
    }
  }

  @Test
  void watchWhosePoolIsEmptyLooksByItself() throws SQLException {
    HikariConfig config = new HikariConfig();
    config.setDataSource(database());
    config.setMaximumPoolSize(1);
    config.setConnectionTimeout(250);
    try (HikariDataSource pool = new HikariDataSource(config);
        Connection taken = pool.getConnection()) {
      ShardMap first = ShardMap.of("s1", "s2");
      ShardCatalog catalog = catalog(database());
      catalog.publish(first);
      HashResolver resolver = Resolvers.hash(KeyType.INT8).learningFrom(catalog).build(first);
      Duration often = Duration.ofMillis(50);
      try (ShardMapWatch watch = ShardMapWatch.start(catalog(pool), resolver, often)) {
        catalog.publish(first.plus("s3"));
        Awaitility.await().until(() -> resolver.map().epoch() == 2);
      }
      assertThat(taken.isValid(1)).isTrue();
    }
  }
}
