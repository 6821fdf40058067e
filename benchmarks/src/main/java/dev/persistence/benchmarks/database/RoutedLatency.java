package dev.persistence.benchmarks.database;

import static dev.persistence.benchmarks.database.Contestant.ours;
import static dev.persistence.benchmarks.database.Contestant.peer;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.persistence.benchmarks.report.Standing;
import dev.persistence.core.TimeSource;
import dev.persistence.core.consistency.Consistency;
import dev.persistence.routing.NodeStatus;
import dev.persistence.routing.RoutingDataSource;
import dev.persistence.testkit.postgres.PostgresCluster;
import dev.persistence.testkit.postgres.PostgresNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;

/**
 * What routing adds to a round trip: a select by primary key on a standby, and an update with its
 * commit on the primary, through a pool alone, Spring's lazy proxy and ours, on PostgreSQL.
 */
public final class RoutedLatency {

  public static final String SELECT = "Select by primary key on a standby";
  public static final String UPDATE = "Update and commit on the primary";
  public static final String POOL = "HikariCP alone";

  private static final String SPRING = "Spring LazyConnectionDataSourceProxy";
  private static final int ROWS = 10_000;

  private final HikariDataSource primary;
  private final HikariDataSource standby;

  private RoutedLatency(HikariDataSource primary, HikariDataSource standby) {
    this.primary = primary;
    this.standby = standby;
  }

  /** Starts the servers and returns both standings. */
  public static List<Standing> hold(Contest contest) throws SQLException, InterruptedException {
    try (PostgresCluster cluster = PostgresCluster.builder().standbys(1).start();
        HikariDataSource primary = pool(cluster.primary());
        HikariDataSource standby = pool(cluster.standbys().get(0))) {
      createTable(cluster.primary());
      cluster.awaitReplicated();
      return new RoutedLatency(primary, standby).run(contest);
    }
  }

  private static HikariDataSource pool(PostgresNode node) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(node.name());
    config.setDataSource(node.dataSource());
    config.setMaximumPoolSize(4);
    return new HikariDataSource(config);
  }

  private static void createTable(PostgresNode node) throws SQLException {
    try (Connection connection = node.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create table account (id int primary key, balance bigint not null)");
      statement.execute(
          "insert into account select id, 0 from generate_series(1, " + ROWS + ") id");
    }
  }

  private List<Standing> run(Contest contest) throws SQLException, InterruptedException {
    try (RoutingDataSource session = routing("session", Consistency.session());
        RoutingDataSource eventual = routing("eventual", Consistency.eventual())) {
      LazyConnectionDataSourceProxy spring = new LazyConnectionDataSourceProxy(primary);
      spring.setReadOnlyDataSource(standby);
      Standing selects =
          contest.run(
              SELECT,
              List.of(
                  peer(POOL, random -> select(standby, random)),
                  peer(SPRING, random -> select(spring, random)),
                  ours("ours, session", random -> select(session, random)),
                  ours("ours, eventual", random -> select(eventual, random))));
      Standing updates =
          contest.run(
              UPDATE,
              List.of(
                  peer(POOL, random -> update(primary, random)),
                  peer(SPRING, random -> update(spring, random)),
                  ours("ours, session", random -> update(session, random)),
                  ours("ours, eventual", random -> update(eventual, random))));
      return List.of(selects, updates);
    }
  }

  private RoutingDataSource routing(String name, Consistency consistency)
      throws InterruptedException {
    RoutingDataSource routing =
        RoutingDataSource.builder(name)
            .primary("primary", primary)
            .replica("standby", standby)
            .consistency(consistency)
            .build();
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!routing.nodes().stream().allMatch(NodeStatus::up)) {
      if (System.nanoTime() > deadline) {
        routing.close();
        throw new IllegalStateException("not all nodes answer: " + routing.nodes());
      }
      TimeSource.system().sleep(Duration.ofMillis(10));
    }
    return routing;
  }

  private static void select(DataSource source, SplittableRandom random) throws SQLException {
    try (Connection connection = source.getConnection()) {
      connection.setReadOnly(true);
      try (PreparedStatement statement =
          connection.prepareStatement("select balance from account where id = ?")) {
        statement.setInt(1, 1 + random.nextInt(ROWS));
        try (ResultSet rows = statement.executeQuery()) {
          if (!rows.next()) {
            throw new IllegalStateException("the row is missing");
          }
        }
      }
    }
  }

  private static void update(DataSource source, SplittableRandom random) throws SQLException {
    try (Connection connection = source.getConnection()) {
      connection.setAutoCommit(false);
      try (PreparedStatement statement =
          connection.prepareStatement("update account set balance = balance + 1 where id = ?")) {
        statement.setInt(1, 1 + random.nextInt(ROWS));
        statement.executeUpdate();
      }
      connection.commit();
    }
  }
}
