package dev.persistence.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import dev.persistence.testkit.postgres.PostgresNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** An application starts after a failover that its configuration does not know of. */
@WithPostgres(standbys = 1, isolated = true)
class StalePrimaryFaultTest {

  @Test
  void firstWriteAlreadyGoesToThePromotedNode(PostgresCluster cluster) throws Exception {
    PostgresNode stale = cluster.primary();
    execute(stale, "create table event (id int)");
    cluster.awaitReplicated();
    cluster.promote(cluster.standbys().get(0));

    for (int i = 0; i < 20; i++) {
      try (RoutingDataSource events =
              RoutingDataSource.builder("events")
                  .primary("stale", stale.dataSource())
                  .replica("promoted", cluster.primary().dataSource())
                  .sampleTimeout(Duration.ofSeconds(5)) // However busy the machine is.
                  .build();
          Connection connection = events.getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("insert into event values (" + i + ")");
      }
    }

    assertThat(count(stale)).isZero();
    assertThat(count(cluster.primary())).isEqualTo(20);
  }

  private static void execute(PostgresNode node, String sql) throws SQLException {
    try (Connection connection = node.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static int count(PostgresNode node) throws SQLException {
    try (Connection connection = node.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select count(*) from event")) {
      row.next();
      return row.getInt(1);
    }
  }
}
