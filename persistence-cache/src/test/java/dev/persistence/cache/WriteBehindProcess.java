package dev.persistence.cache;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.persistence.cache.log.WriteLog;
import dev.persistence.cache.redis.RedisStreamLog;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * A process that writes behind, tells each write once it is acknowledged, and goes on until it is
 * killed.
 */
public final class WriteBehindProcess {

  static final int KEYS = 37;

  private WriteBehindProcess() {}

  /** Takes the JDBC URL, the URI of Redis or "outbox", the queue, and the prefix of its keys. */
  public static void main(String[] arguments) throws SQLException {
    HikariDataSource dataSource = pool(arguments[0]);
    PrintStream told = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    WriteBehindCache<String, Integer> cache =
        cache(dataSource, log(dataSource, arguments[1], arguments[2]), Duration.ofMillis(300));
    for (int n = 1; true; n++) {
      cache.write(arguments[3] + n % KEYS, n);
      told.println(n);
    }
  }

  static HikariDataSource pool(String url) {
    HikariConfig pool = new HikariConfig();
    pool.setJdbcUrl(url);
    pool.setMaximumPoolSize(4);
    return new HikariDataSource(pool);
  }

  static WriteLog log(DataSource dataSource, String where, String queue) throws SQLException {
    return where.equals("outbox")
        ? Outboxes.of(queue, dataSource)
        : RedisStreamLog.of(queue, RedisClient.create(), RedisURI.create(where));
  }

  static WriteBehindCache<String, Integer> cache(
      DataSource dataSource, WriteLog log, Duration leaseTime) {
    return WriteBehindCache.<String, Integer>builder("killed")
        .stripes(2)
        .batchSize(10)
        .maxAge(Duration.ofMillis(2))
        .pollPeriod(Duration.ofMillis(5))
        .leaseTime(leaseTime)
        .keys(key -> key, text -> text)
        .codec(new IntegerCodec())
        .durability(Durability.logged(log))
        .writer(new Rows(dataSource))
        .build();
  }
}
