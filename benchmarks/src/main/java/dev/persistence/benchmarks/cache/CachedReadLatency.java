package dev.persistence.benchmarks.cache;

import static dev.persistence.benchmarks.database.Contestant.ours;
import static dev.persistence.benchmarks.database.Contestant.peer;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.zaxxer.hikari.HikariDataSource;
import dev.persistence.benchmarks.database.Accounts;
import dev.persistence.benchmarks.database.Contest;
import dev.persistence.benchmarks.report.Standing;
import dev.persistence.cache.Near;
import dev.persistence.cache.TieredCache;
import dev.persistence.cache.json.JsonCodec;
import dev.persistence.cache.redis.RedisStore;
import dev.persistence.testkit.postgres.PostgresCluster;
import dev.persistence.testkit.redis.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.springframework.cache.caffeine.CaffeineCache;

/** What a cache saves: a row by primary key from PostgreSQL, from Redis and from this process. */
public final class CachedReadLatency {

  private static final String READ = "A row by primary key, warm";

  private CachedReadLatency() {}

  /** Starts the servers and returns the standing. */
  public static List<Standing> hold(Contest contest) throws SQLException {
    RedisClient client = RedisClient.create();
    try (PostgresCluster cluster = PostgresCluster.builder().standbys(1).start();
        Accounts accounts = Accounts.of(cluster);
        RedisServer redis = RedisServer.start();
        RedisStore store = RedisStore.builder(client, RedisURI.create(redis.uri())).build();
        TieredCache<Long, Long> near = near(accounts.primary());
        TieredCache<Long, Long> shared = shared(accounts.primary(), store)) {
      CaffeineCache spring =
          new CaffeineCache(
              "spring",
              Caffeine.newBuilder()
                  .maximumSize(CacheSize.ENTRIES)
                  .expireAfterWrite(Duration.ofMinutes(10))
                  .build());
      HikariDataSource rows = accounts.primary();
      return List.of(
          contest
              .withoutBytes()
              .run(
                  READ,
                  List.of(
                      peer("PostgreSQL through HikariCP", random -> balance(rows, key(random))),
                      ours("ours, Redis", random -> balance(shared, random)),
                      peer(
                          "Spring CaffeineCache",
                          random -> {
                            long key = key(random);
                            return Objects.requireNonNull(
                                spring.get(key, () -> balance(rows, key)));
                          }),
                      ours("ours, in memory", random -> balance(near, random)))));
    } finally {
      client.shutdown();
    }
  }

  private static TieredCache<Long, Long> near(HikariDataSource rows) {
    return TieredCache.<Long, Long>builder("near")
        .near(Near.maximumSize(CacheSize.ENTRIES))
        .loader((Long key) -> balance(rows, key))
        .build();
  }

  private static TieredCache<Long, Long> shared(HikariDataSource rows, RedisStore store) {
    return TieredCache.<Long, Long>builder("shared")
        .store(store)
        .codec(JsonCodec.of(Long.class))
        .loader((Long key) -> balance(rows, key))
        .build();
  }

  /** So few that all are warm after the first blocks. */
  private static long key(SplittableRandom random) {
    return 1L + random.nextInt(CacheSize.KEYS);
  }

  private static Long balance(TieredCache<Long, Long> cache, SplittableRandom random) {
    return Objects.requireNonNull(cache.get(key(random)));
  }

  private static Long balance(HikariDataSource rows, long key) throws SQLException {
    try (Connection connection = rows.getConnection();
        PreparedStatement statement =
            connection.prepareStatement("select balance from account where id = ?")) {
      statement.setLong(1, key);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }
}
