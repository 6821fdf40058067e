package dev.persistence.benchmarks.database;

import static dev.persistence.benchmarks.database.Contestant.ours;
import static dev.persistence.benchmarks.database.Contestant.peer;

import dev.persistence.benchmarks.report.Standing;
import dev.persistence.core.consistency.Consistency;
import dev.persistence.routing.RoutingDataSource;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;

/**
 * What a user waits for who writes and wants to see it, while the standby is late: a write, and
 * reads until one has seen it.
 */
public final class LagLatency {

  private static final String SEEN = "Write and read until it is seen, the standby 100 ms late";
  private static final String PRIMARY = "the primary for both";

  private static final Duration LATE = Duration.ofMillis(100);

  private LagLatency() {}

  /** Starts the servers and returns the standing. */
  public static List<Standing> hold(Contest contest) throws SQLException, InterruptedException {
    try (PostgresCluster cluster = PostgresCluster.builder().standbys(1).start();
        Accounts accounts = Accounts.of(cluster)) {
      cluster.standbys().get(0).applyDelay(LATE);
      LazyConnectionDataSourceProxy spring = new LazyConnectionDataSourceProxy(accounts.primary());
      spring.setReadOnlyDataSource(accounts.standby());
      try (RoutingDataSource session = accounts.routing("session", Consistency.session())) {
        return List.of(
            contest.run(
                SEEN,
                List.of(
                    peer(PRIMARY, random -> writeAndSee(accounts.primary(), random)),
                    peer(
                        "Spring LazyConnectionDataSourceProxy",
                        random -> writeAndSee(spring, random)),
                    ours("ours, session", random -> writeAndSee(session, random)))));
      }
    }
  }

  private static boolean writeAndSee(DataSource source, SplittableRandom random)
      throws SQLException {
    int id = 1 + random.nextInt(Accounts.ROWS);
    long balance = random.nextLong(Long.MAX_VALUE);
    try (Connection connection = source.getConnection();
        PreparedStatement statement =
            connection.prepareStatement("update account set balance = ? where id = ?")) {
      statement.setLong(1, balance);
      statement.setInt(2, id);
      statement.executeUpdate();
    }
    while (balance(source, id) != balance) {
      Thread.onSpinWait();
    }
    return true;
  }

  private static long balance(DataSource source, int id) throws SQLException {
    try (Connection connection = source.getConnection()) {
      connection.setReadOnly(true);
      try (PreparedStatement statement =
          connection.prepareStatement("select balance from account where id = ?")) {
        statement.setInt(1, id);
        try (ResultSet row = statement.executeQuery()) {
          row.next();
          return row.getLong(1);
        }
      }
    }
  }
}
