package dev.persistence.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.persistence.core.consistency.Consistency;
import dev.persistence.core.consistency.ReadScope;
import dev.persistence.testkit.fault.FaultyDataSource;
import dev.persistence.testkit.fault.JdbcOperation;
import dev.persistence.testkit.fault.SqlFault;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import dev.persistence.testkit.postgres.PostgresNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Samplers that get no answers from servers which work. */
@WithPostgres(standbys = 1)
class BlindSamplerFaultTest {

  private static final SqlFault REFUSED =
      SqlFault.on(JdbcOperation.STATEMENT).sqlState("42501").times(1_000_000);

  private final PostgresCluster cluster;
  private final HikariDataSource primary;
  private final HikariDataSource replica;
  private final FaultyDataSource primaryProbe;
  private final FaultyDataSource replicaProbe;
  private final AtomicBoolean failing = new AtomicBoolean();
  private final RoutingDataSource routing;

  /** Lets whatever samples a standby fail in a way that no driver should. */
  private final class BrokenDialect implements ReplicationDialect {
    @Override
    public Probe probe(Connection connection) throws SQLException {
      Probe real = ReplicationDialect.postgres().probe(connection);
      return () -> {
        NodeSample sample = real.sample();
        if (failing.get() && !sample.writable()) {
          throw new AssertionError("no driver should");
        }
        return sample;
      };
    }

    @Override
    public Position parse(String text) {
      return ReplicationDialect.postgres().parse(text);
    }
  }

  BlindSamplerFaultTest(PostgresCluster cluster) {
    this.cluster = cluster;
    this.primary = pool(cluster.primary());
    this.replica = pool(cluster.standbys().get(0));
    this.primaryProbe = FaultyDataSource.wrap(cluster.primary().dataSource());
    this.replicaProbe = FaultyDataSource.wrap(cluster.standbys().get(0).dataSource());
    this.routing =
        RoutingDataSource.builder("blind")
            .primary("p", primary, node -> node.probe(primaryProbe))
            .replica("r", replica, node -> node.probe(replicaProbe))
            .dialect(new BrokenDialect())
            .sampleTimeout(Duration.ofSeconds(2))
            .silence(Duration.ofMinutes(1))
            .build();
  }

  private static HikariDataSource pool(PostgresNode node) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(node.dataSource());
    config.setMaximumPoolSize(4);
    return new HikariDataSource(config);
  }

  @BeforeEach
  void createTable() throws SQLException {
    try (Connection connection = routing.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("drop table if exists item");
      statement.execute("create table item (version bigint)");
      statement.execute("insert into item values (0)");
    }
    cluster.awaitReplicated();
    awaitNode("r", Consistency.session());
  }

  @AfterEach
  void close() {
    routing.close();
    primary.close();
    replica.close();
  }

  private String nodeOf(Consistency demand) throws SQLException {
    try (ReadScope scope = ReadScope.open(demand);
        Connection connection = routing.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select version from item")) {
      assertThat(row.next()).isTrue();
      return decision().node();
    }
  }

  private RouteDecision decision() {
    return Objects.requireNonNull(routing.lastDecision());
  }

  private void awaitNode(String node, Consistency demand) {
    RoutedCluster.await().until(() -> nodeOf(demand).equals(node));
  }

  private void awaitUp(String node, boolean up) {
    RoutedCluster.await()
        .until(
            () ->
                routing.nodes().stream()
                    .anyMatch(status -> status.name().equals(node) && status.up() == up));
  }

  private void write() throws SQLException {
    try (Connection connection = routing.getConnection();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("update item set version = version + 1");
    }
  }

  @Test
  void replicaThatOnlyItsSamplerCannotAskServesEventualReadsAlone() throws Exception {
    replicaProbe.apply(REFUSED);
    awaitUp("r", false);

    assertThat(nodeOf(Consistency.session())).isEqualTo("p");
    assertThat(decision().rejected()).containsEntry("r", Rejection.DOWN);
    assertThat(nodeOf(Consistency.bounded(Duration.ofMinutes(1)))).isEqualTo("p");
    assertThat(nodeOf(Consistency.eventual())).isEqualTo("r");
    assertThat(decision().reason()).isEqualTo(RouteReason.UNWATCHED);

    replicaProbe.heal();
    awaitNode("r", Consistency.session());
  }

  @Test
  void primaryThatOnlyItsSamplerCannotAskTakesWritesAndTheirSessions() throws Exception {
    primaryProbe.apply(REFUSED);
    awaitUp("p", false);

    write();
    assertThat(nodeOf(Consistency.session())).isEqualTo("p");
    assertThat(nodeOf(Consistency.eventual())).isEqualTo("r");
    awaitNode("p", Consistency.bounded(Duration.ofMillis(500)));
    assertThat(decision().rejected()).containsEntry("r", Rejection.TOO_STALE);

    primaryProbe.heal();
    awaitNode("r", Consistency.session());
  }

  @Test
  void samplerSurvivesWhatNoDriverShouldThrow() throws Exception {
    failing.set(true);
    awaitUp("r", false);
    assertThat(nodeOf(Consistency.session())).isEqualTo("p");

    failing.set(false);
    awaitNode("r", Consistency.session());
  }
}
