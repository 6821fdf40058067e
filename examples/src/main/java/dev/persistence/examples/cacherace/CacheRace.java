package dev.persistence.examples.cacherace;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.persistence.cache.redis.RedisStore;
import dev.persistence.core.consistency.Session;
import dev.persistence.routing.RoutingDataSource;
import dev.persistence.testkit.postgres.PostgresCluster;
import dev.persistence.testkit.postgres.PostgresNode;
import dev.persistence.testkit.redis.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.PrintStream;
import java.sql.SQLException;

/**
 * Two application nodes share Redis and a PostgreSQL whose standby lags. One changes a price, the
 * other reads it before the standby has the change; later, when all is quiet, both read it again.
 * Ends with status 1 if ours then has an old price.
 */
public final class CacheRace {

  private static final int ROUNDS = 20;

  private final PostgresCluster cluster;
  private final PrintStream out;

  private CacheRace(PostgresCluster cluster, PrintStream out) {
    this.cluster = cluster;
    this.out = out;
  }

  public static void main(String[] arguments) throws Exception {
    System.out.println("Starting PostgreSQL with a standby, and Redis ...");
    try (PostgresCluster cluster = PostgresCluster.builder().standbys(1).start();
        RedisServer redis = RedisServer.start();
        HikariDataSource primary = pool(cluster.primary());
        HikariDataSource standby = pool(cluster.standbys().get(0));
        RoutingDataSource routing =
            RoutingDataSource.builder("prices")
                .primary("primary", primary)
                .replica("standby", standby)
                .build()) {
      int stale = new CacheRace(cluster, System.out).run(new Prices(routing), redis);
      if (stale > 0) {
        System.exit(1);
      }
    }
  }

  /** Returns how many stale prices ours has shown. */
  private int run(Prices prices, RedisServer redis) throws SQLException {
    prices.create(2 * ROUNDS);
    cluster.awaitReplicated();
    RedisURI address = RedisURI.create(redis.uri());
    try (RedisClient client = RedisClient.create()) {
      try (StatefulRedisConnection<String, String> connection = client.connect(address)) {
        PlainNode other = new PlainNode(prices, connection.sync());
        PlainNode writer = new PlainNode(prices, connection.sync());
        tell("plain cache-aside", race(writer, other, 1, other::forget));
      }
      try (RedisStore store = RedisStore.builder(client, address).build();
          TieredNode other = new TieredNode(prices, store)) {
        return oursBeside(prices, other, client, address);
      }
    }
  }

  private int oursBeside(Prices prices, TieredNode other, RedisClient client, RedisURI address)
      throws SQLException {
    try (RedisStore store = RedisStore.builder(client, address).build();
        TieredNode writer = new TieredNode(prices, store)) {
      int stale = race(writer, other, 1 + ROUNDS, id -> {});
      tell("persistence-cache", stale);
      return stale;
    }
  }

  /** What the writer's message makes the other node do. */
  private interface Message {
    void arrives(long id);
  }

  private int race(Node writer, Node other, long firstId, Message message) throws SQLException {
    PostgresNode standby = cluster.standbys().get(0);
    int stale = 0;
    for (long id = firstId; id < firstId + ROUNDS; id++) {
      writer.price(id);
      other.price(id);
      standby.pauseReplay();
      try (Session session = Session.open()) {
        writer.change(id, 200);
        message.arrives(id);
      }
      try (Session session = Session.open()) {
        other.price(id);
      }
      standby.resumeReplay();
      cluster.awaitReplicated();
      stale += (writer.price(id) == 200 ? 0 : 1) + (other.price(id) == 200 ? 0 : 1);
    }
    return stale;
  }

  private void tell(String name, int stale) {
    out.printf("%-18s  %2d of %d reads stale after all was quiet%n", name, stale, 2 * ROUNDS);
  }

  private static HikariDataSource pool(PostgresNode node) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(node.name());
    config.setDataSource(node.dataSource());
    config.setMaximumPoolSize(4);
    return new HikariDataSource(config);
  }
}
