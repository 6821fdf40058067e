package dev.persistence.benchmarks.database;

import static dev.persistence.benchmarks.database.Contestant.ours;
import static dev.persistence.benchmarks.database.Contestant.peer;

import com.zaxxer.hikari.HikariDataSource;
import dev.persistence.benchmarks.report.Standing;
import dev.persistence.core.consistency.Consistency;
import dev.persistence.routing.RoutingDataSource;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.SplittableRandom;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;

/**
 * What routing adds to a round trip: a select by primary key on a standby, and an update with its
 * commit on the primary, through a pool alone, the peers and ours, on PostgreSQL.
 */
public final class RoutedLatency {

  public static final String SELECT = "Select by primary key on a standby";
  public static final String UPDATE = "Update and commit on the primary";
  public static final String POOL = "HikariCP alone";

  private static final String SPRING = "Spring LazyConnectionDataSourceProxy";
  private static final String AWS = "AWS wrapper, read/write splitting";
  private static final String SPHERE = "ShardingSphere-JDBC, read/write splitting";

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
      Standing selects =
          contest.run(
              SELECT,
              List.of(
                  peer(POOL, random -> select(accounts.standby(), random)),
                  peer(SPRING, random -> select(spring, random)),
                  peer(AWS, random -> select(aws, random)),
                  peer(SPHERE, random -> select(sphere.source(), random)),
                  ours("ours, session", random -> select(session, random)),
                  ours("ours, eventual", random -> select(eventual, random))));
      Standing updates =
          contest.run(
              UPDATE,
              List.of(
                  peer(POOL, random -> update(accounts.primary(), random)),
                  peer(SPRING, random -> update(spring, random)),
                  peer(AWS, random -> update(aws, random)),
                  peer(SPHERE, random -> update(sphere.source(), random)),
                  ours("ours, session", random -> update(session, random)),
                  ours("ours, eventual", random -> update(eventual, random))));
      return List.of(selects, updates);
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
