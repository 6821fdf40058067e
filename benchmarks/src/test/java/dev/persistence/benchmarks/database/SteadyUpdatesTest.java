package dev.persistence.benchmarks.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.persistence.core.TimeSource;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class SteadyUpdatesTest {

  private static final Duration HELD = Duration.ofMillis(500);

  /** The pace is one every 5 ms, so that some hundred fall due while the first one waits. */
  @Test
  void updatesThatALockHeldUpToTheEndAreCounted() throws Exception {
    HikariConfig config = new HikariConfig();
    try (PostgresCluster server = PostgresCluster.start()) {
      config.setDataSource(server.primary().dataSource());
      config.setMaximumPoolSize(2);
      try (HikariDataSource pool = new HikariDataSource(config);
          Connection locking = pool.getConnection();
          Statement statement = locking.createStatement()) {
        statement.execute("CREATE TABLE events (id bigint PRIMARY KEY, counter int NOT NULL)");
        statement.execute("INSERT INTO events VALUES (1, 0)");
        locking.setAutoCommit(false);

        Histogram nanos =
            new SteadyUpdates(pool, 1, 1)
                .during(
                    () -> {
                      statement.execute("LOCK TABLE events");
                      TimeSource.system().sleep(HELD);
                      locking.commit();
                      return true;
                    });

        assertThat(nanos.getTotalCount()).isGreaterThan(90);
        assertThat(nanos.getMaxValue()).isGreaterThan(HELD.toNanos() / 2);
        assertThat(nanos.getValueAtPercentile(50)).isGreaterThan(HELD.toNanos() / 10);
      }
    }
  }
}
