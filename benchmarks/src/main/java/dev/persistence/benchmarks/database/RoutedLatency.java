package dev.persistence.benchmarks.database;

import static dev.persistence.benchmarks.database.Contestant.ours;
import static dev.persistence.benchmarks.database.Contestant.peer;

import com.zaxxer.hikari.HikariDataSource;
import dev.persistence.benchmarks.report.Standing;
import dev.persistence.core.TimeSource;
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
 * What routing adds to a round trip: a select by primary key on a standby, and an update with its
 * commit on the primary, through a pool alone, the peers and ours, on PostgreSQL.
 *
 * <p>The session has written before its selects, so that each has to ask whether the standby has
 * that write. Before and after them it is the standby that answers.
 */
public final class RoutedLatency {

  public static final String SELECT = "Select by primary key on a standby";
  public static final String UPDATE = "Update and commit on the primary";
  public static final String POOL = "HikariCP alone";
  public static final String SESSION = "ours, session";

  private static final String EVENTUAL = "ours, eventual";
  private static final String SPRING = "Spring LazyConnectionDataSourceProxy";
  private static final String AWS = "AWS wrapper, read/write splitting";
  private static final String SPHERE = "ShardingSphere-JDBC, read/write splitting";

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private RoutedLatency() {}

  /** Starts the servers and returns both standings. */
  public static List<Standing> hold(Contest contest) throws SQLException, InterruptedException {
    try (PostgresCluster cluster = PostgresCluster.builder().standbys(1).start();
        Accounts accounts = Accounts.of(cluster);
        HikariDataSource aws = AwsWrapper.pool(cluster);
        ShardingSphere sphere = ShardingSphere.splitting(accounts);
        RoutingDataSource session = accounts.routing("session", Consistency.session());
        RoutingDataSource eventual = accounts.routing("eventual", Consistency.eventual())) {
      LazyConnectionDataSourceProxy spring = new LazyConnectionDataSourceProxy(accounts.primary());
      spring.setReadOnlyDataSource(accounts.standby());
      mark(session);
      check(spring, session, eventual);
      Standing selects =
          contest.run(
              SELECT,
              List.of(
                  peer(POOL, random -> select(accounts.standby(), random)),
                  peer(SPRING, random -> select(spring, random)),
                  peer(AWS, random -> select(aws, random)),
                  peer(SPHERE, random -> select(sphere.source(), random)),
                  ours(SESSION, random -> select(session, random)),
                  ours(EVENTUAL, random -> select(eventual, random))));
      check(spring, session, eventual);
      Standing updates =
          contest.run(
              UPDATE,
              List.of(
                  peer(POOL, random -> update(accounts.primary(), random)),
                  peer(SPRING, random -> update(spring, random)),
                  peer(AWS, random -> update(aws, random)),
                  peer(SPHERE, random -> update(sphere.source(), random)),
                  ours(SESSION, random -> update(session, random)),
                  ours(EVENTUAL, random -> update(eventual, random))));
      return List.of(selects, updates);
    }
  }

  private static void check(DataSource spring, DataSource session, DataSource eventual)
      throws SQLException {
    StandbyReads.check(SPRING, spring);
    StandbyReads.check(SESSION, session);
    StandbyReads.check(EVENTUAL, eventual);
  }

  /**
   * Writes in the session of this thread, whose reads have nothing to compare with the standby
   * before, and returns once the standby answers them.
   */
  private static void mark(DataSource session) throws SQLException, InterruptedException {
    update(session, new SplittableRandom(0));
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!StandbyReads.areOf(session)) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("the standby does not catch up with a write");
      }
      TimeSource.system().sleep(Duration.ofMillis(10));
    }
  }

  private static long select(DataSource source, SplittableRandom random) throws SQLException {
    try (Connection connection = source.getConnection()) {
      connection.setReadOnly(true);
      try (PreparedStatement statement =
          connection.prepareStatement("select balance from account where id = ?")) {
        statement.setInt(1, 1 + random.nextInt(Accounts.ROWS));
        try (ResultSet rows = statement.executeQuery()) {
          if (!rows.next()) {
            throw new IllegalStateException("the row is missing");
          }
          return rows.getLong(1);
        }
      }
    }
  }

  private static int update(DataSource source, SplittableRandom random) throws SQLException {
    try (Connection connection = source.getConnection()) {
      connection.setAutoCommit(false);
      int updated;
      try (PreparedStatement statement =
          connection.prepareStatement("update account set balance = balance + 1 where id = ?")) {
        statement.setInt(1, 1 + random.nextInt(Accounts.ROWS));
        updated = statement.executeUpdate();
      }
      connection.commit();
      return updated;
    }
  }
}
