package dev.persistence.benchmarks.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.persistence.core.TimeSource;
import dev.persistence.core.consistency.Consistency;
import dev.persistence.routing.NodeStatus;
import dev.persistence.routing.RoutingDataSource;
import dev.persistence.testkit.postgres.PostgresCluster;
import dev.persistence.testkit.postgres.PostgresNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * A table of accounts on a primary and its standby, with a pool for each.
 *
 * @param primary where they are written
 * @param standby which has them too
 */
public record Accounts(HikariDataSource primary, HikariDataSource standby)
    implements AutoCloseable {

  public static final int ROWS = 10_000;

  /** Makes the table on a cluster and waits until the standby has it. */
  public static Accounts of(PostgresCluster cluster) throws SQLException {
    try (Connection connection = cluster.primary().dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create table account (id int primary key, balance bigint not null)");
      statement.execute(
          "insert into account select id, 0 from generate_series(1, " + ROWS + ") id");
    }
    cluster.awaitReplicated();
    return new Accounts(pool(cluster.primary()), pool(cluster.standbys().get(0)));
  }

  private static HikariDataSource pool(PostgresNode node) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(node.name());
    config.setJdbcUrl(node.jdbcUrl());
    config.setMaximumPoolSize(4);
    return new HikariDataSource(config);
  }

  /** Returns ours over both pools, once it has heard of both nodes. */
  public RoutingDataSource routing(String name, Consistency consistency)
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

  @Override
  public void close() {
    standby.close();
    primary.close();
  }
}
