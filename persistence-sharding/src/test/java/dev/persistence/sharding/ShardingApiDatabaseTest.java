package dev.persistence.sharding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.persistence.core.transaction.Transactions;
import dev.persistence.testkit.SeededRandom;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.sql.Connection;
import java.sql.JDBCType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.ShardingKey;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.ShardingKeyDataSourceAdapter;
import org.springframework.jdbc.datasource.ShardingKeyProvider;

/** The JDK's own sharding API over four databases, also as Spring drives it. */
@WithPostgres
class ShardingApiDatabaseTest {

  private final List<PostgresCluster> databases = new ArrayList<>();
  private final ShardedDataSource sharded;

  ShardingApiDatabaseTest(PostgresCluster cluster) {
    ShardedDataSourceBuilder builder = ShardedDataSource.builder("orders");
    for (int i = 0; i < 4; i++) {
      databases.add(cluster.database("sharding_api_" + i));
      builder.shard("sharding_api_" + i, databases.get(i).primary().dataSource());
    }
    sharded = builder.resolver(Resolvers.hash(KeyType.INT8)).build();
  }

  @AfterEach
  void close() {
    sharded.close();
    databases.forEach(PostgresCluster::close);
  }

  private ShardingKey key(@Nullable Object value) throws SQLException {
    return sharded.createShardingKeyBuilder().subkey(value, JDBCType.BIGINT).build();
  }

  private Connection connection(Object value) throws SQLException {
    return sharded.createConnectionBuilder().shardingKey(key(value)).build();
  }

  /** Each shard is a database of its own name. */
  private static String shard(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select current_database()")) {
      row.next();
      return row.getString(1);
    }
  }

  /** Returns a key of another shard than that of the key. */
  private long keyElsewhere(long key) {
    long other = key;
    while (sharded.shardOf(other).equals(sharded.shardOf(key))) {
      other++;
    }
    return other;
  }

  @Test
  void builtConnectionIsOneOfItsKeysShard() throws Exception {
    for (long key = -20; key < 20; key++) {
      try (Connection connection = connection(key)) {
        assertThat(shard(connection)).isEqualTo(sharded.shardOf(key));
      }
    }
  }

  @Test
  void metaDataTellsThatShardingIsSupported() throws Exception {
    try (Connection connection = connection(1L)) {
      assertThat(connection.getMetaData().supportsSharding()).isTrue();
      assertThat(connection.getMetaData().getConnection()).isSameAs(connection);
      assertThat(connection.getMetaData().getDatabaseProductName()).isEqualTo("PostgreSQL");
    }
  }

  @Test
  void keyCanBeChangedBetweenTransactionsAndSettingsStay() throws Exception {
    long elsewhere = keyElsewhere(1);
    try (Connection connection = connection(1L)) {
      connection.setReadOnly(true);
      connection.setClientInfo("ApplicationName", "moving");
      connection.setShardingKey(key(elsewhere));
      assertThat(shard(connection)).isEqualTo(sharded.shardOf(elsewhere));
      assertThat(connection.isReadOnly()).isTrue();
      assertThat(connection.getClientInfo("ApplicationName")).isEqualTo("moving");
      assertThat(connection.setShardingKeyIfValid(key(1L), 5)).isTrue();
      assertThat(shard(connection)).isEqualTo(sharded.shardOf(1L));
    }
  }

  @Test
  void transactionStaysOnItsShard() throws Exception {
    ShardingKey elsewhere = key(keyElsewhere(1));
    try (Connection connection = connection(1L)) {
      connection.setAutoCommit(false);
      connection.setShardingKey(key(1L)); // The same shard.
      String first = shard(connection);
      assertThatThrownBy(() -> connection.setShardingKey(elsewhere))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("autocommit");
      assertThat(connection.setShardingKeyIfValid(elsewhere, 5)).isFalse();
      assertThat(shard(connection)).isEqualTo(first);
      connection.setAutoCommit(true);
      connection.setShardingKey(elsewhere);
      assertThat(shard(connection)).isNotEqualTo(first);
    }
  }

  @Test
  void keyThatIsNoneIsRefused() throws Exception {
    assertThatThrownBy(() -> connection("42")).isInstanceOf(ShardKeyException.class);
    assertThatThrownBy(() -> sharded.createShardingKeyBuilder().build())
        .isInstanceOf(SQLException.class);
    assertThatThrownBy(() -> key(null)).isInstanceOf(SQLException.class);
    assertThatThrownBy(() -> sharded.createConnectionBuilder().build())
        .isInstanceOf(SQLException.class);
    assertThatThrownBy(
            () -> sharded.createConnectionBuilder().shardingKey(new ShardingKey() {}).build())
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("createShardingKeyBuilder");
    try (Connection connection = connection(1L)) {
      assertThat(connection.setShardingKeyIfValid(key("42"), 5)).isFalse();
      assertThatThrownBy(() -> connection.setShardingKey(key(1L), key(2L)))
          .isInstanceOf(ShardKeyException.class);
    }
  }

  @Test
  void connectionWithoutAKeyIsRefused() {
    assertThatThrownBy(sharded::getConnection)
        .isInstanceOf(SQLFeatureNotSupportedException.class)
        .hasMessageContaining("connectionFor");
    assertThatThrownBy(
            () -> sharded.createConnectionBuilder().user("u").shardingKey(key(1)).build())
        .isInstanceOf(SQLFeatureNotSupportedException.class);
  }

  @Test
  void springsAdapterFindsTheShard() {
    AtomicLong current = new AtomicLong();
    ShardingKeyProvider provider =
        new ShardingKeyProvider() {
          @Override
          public ShardingKey getShardingKey() throws SQLException {
            return key(current.get());
          }

          @Override
          public @Nullable ShardingKey getSuperShardingKey() {
            return null;
          }
        };
    JdbcTemplate template = new JdbcTemplate(new ShardingKeyDataSourceAdapter(sharded, provider));
    for (long key = 0; key < 20; key++) {
      current.set(key);
      assertThat(template.queryForObject("select current_database()", String.class))
          .isEqualTo(sharded.shardOf(key));
    }
  }

  @Test
  void workOfAKeyNeverSeesTheConnectionOfAnother() {
    SeededRandom.forAll(
        20,
        random -> {
          for (int i = 0; i < 5; i++) {
            long key = random.nextLong();
            assertThat(sharded.inShard(key, ShardingApiDatabaseTest::shard))
                .isEqualTo(sharded.shardOf(key));
            try (Connection connection = sharded.connectionFor(key)) {
              assertThat(shard(connection)).isEqualTo(sharded.shardOf(key));
            }
          }
        });
  }

  @Test
  void transactionThatTouchesASecondShardIsRefused() throws Exception {
    long elsewhere = keyElsewhere(1);
    assertThatThrownBy(
            () ->
                sharded.inShard(
                    1L, connection -> sharded.inShard(elsewhere, ShardingApiDatabaseTest::shard)))
        .isInstanceOf(CrossShardException.class);
    assertThatThrownBy(() -> sharded.inShard(1L, connection -> sharded.connectionFor(elsewhere)))
        .isInstanceOf(CrossShardException.class);
    String nested =
        sharded.inShard(1L, connection -> sharded.inShard(1L, ShardingApiDatabaseTest::shard));
    assertThat(nested).isEqualTo(sharded.shardOf(1L));
  }

  /** A transaction of another database in between hides nothing. */
  @Test
  void transactionAroundAnotherOneIsSeen() throws Exception {
    long elsewhere = keyElsewhere(1);
    Transactions between = Transactions.of(databases.get(0).primary().dataSource());
    assertThatThrownBy(
            () ->
                sharded.inShard(
                    1L,
                    outer ->
                        between.call(
                            inner -> sharded.inShard(elsewhere, ShardingApiDatabaseTest::shard))))
        .isInstanceOf(CrossShardException.class);
    String same =
        sharded.inShard(
            1L,
            outer -> between.call(inner -> sharded.inShard(1L, ShardingApiDatabaseTest::shard)));
    assertThat(same).isEqualTo(sharded.shardOf(1L));
  }

  @Test
  void connectionThatAPoolLendsInManualCommitModeStaysAsWell() throws Exception {
    List<HikariDataSource> pools = new ArrayList<>();
    ShardedDataSourceBuilder builder = ShardedDataSource.builder("manual");
    for (PostgresCluster database : databases) {
      HikariConfig config = new HikariConfig();
      config.setDataSource(database.primary().dataSource());
      config.setAutoCommit(false);
      config.setMaximumPoolSize(1);
      pools.add(new HikariDataSource(config));
      builder.shard("s" + pools.size(), pools.get(pools.size() - 1));
    }
    try (ShardedDataSource manual = builder.resolver(Resolvers.hash(KeyType.INT8)).build()) {
      long other = 1;
      while (manual.shardOf(other).equals(manual.shardOf(1L))) {
        other++;
      }
      ShardingKey elsewhere = key(other);
      try (Connection connection = manual.createConnectionBuilder().shardingKey(key(1L)).build()) {
        connection.setShardingKey(elsewhere); // Nothing was done with it.
        shard(connection);
        assertThatThrownBy(() -> connection.setShardingKey(key(1L)))
            .isInstanceOf(SQLException.class)
            .hasMessageContaining("autocommit");
        assertThat(connection.setShardingKeyIfValid(key(1L), 5)).isFalse();
        connection.rollback();
      }
    } finally {
      pools.forEach(HikariDataSource::close);
    }
  }

  @Test
  void shardThatCannotBeReachedIsNotValid() throws Exception {
    ShardedDataSourceBuilder builder =
        ShardedDataSource.builder("half")
            .shard("there", databases.get(0).primary().dataSource())
            .shard("gone", databases.get(0).primary().dataSource("nobodys_database"));
    try (ShardedDataSource half =
            builder
                .resolver(Resolvers.range(KeyType.INT8).below(0L, "there").from(0L, "gone"))
                .build();
        Connection connection = half.createConnectionBuilder().shardingKey(key(-1L)).build()) {
      assertThat(connection.setShardingKeyIfValid(key(1L), 1)).isFalse();
      assertThat(shard(connection)).isEqualTo("sharding_api_0");
    }
  }
}
