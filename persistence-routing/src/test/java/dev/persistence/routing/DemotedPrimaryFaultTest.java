package dev.persistence.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.testkit.fault.FaultyDataSource;
import dev.persistence.testkit.fault.JdbcOperation;
import dev.persistence.testkit.fault.SqlFault;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import dev.persistence.testkit.postgres.PostgresNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A write reaches a node that was the primary a moment ago, before a sampler knows. */
@WithPostgres(standbys = 1, isolated = true)
class DemotedPrimaryFaultTest {

  private static final SqlFault READ_ONLY = SqlFault.on(JdbcOperation.STATEMENT).sqlState("25006");

  /** Reports the roles as the test says, since no sample is due while it runs. */
  private final class ToldRoles implements ReplicationDialect {

    private record Nowhere() implements Position {
      @Override
      public boolean covers(Position other) {
        return true;
      }

      @Override
      public Position merge(Position other) {
        return this;
      }

      @Override
      public String text() {
        return "0";
      }
    }

    @Override
    public Probe probe(Connection connection) throws SQLException {
      boolean declared = connection.getMetaData().getURL().contains(":" + primaryPort + "/");
      return () -> {
        boolean writable = declared != switched.get();
        return new NodeSample(writable, switched.get() ? 2 : 1, new Nowhere(), null);
      };
    }

    @Override
    public Position parse(String text) {
      return new Nowhere();
    }
  }

  private final AtomicBoolean switched = new AtomicBoolean();
  private final int primaryPort;
  private final PostgresNode standby;
  private final FaultyDataSource declaredPrimary;
  private final RoutingDataSource routing;

  DemotedPrimaryFaultTest(PostgresCluster cluster) {
    this.primaryPort = cluster.primary().port();
    this.standby = cluster.standbys().get(0);
    this.declaredPrimary = FaultyDataSource.wrap(cluster.primary().dataSource());
    this.routing =
        RoutingDataSource.builder("demoted")
            .primary("p", declaredPrimary, node -> node.probe(cluster.primary().dataSource()))
            .replica("r", standby.dataSource(), node -> node.probe(standby.dataSource()))
            .dialect(new ToldRoles())
            .samplePeriod(Duration.ofMinutes(1))
            .idleSamplePeriod(Duration.ofMinutes(1))
            .sampleTimeout(Duration.ofSeconds(2))
            .build();
  }

  @BeforeEach
  void promote(PostgresCluster cluster) throws SQLException {
    if (isRecovering()) {
      execute("create table item (id int primary key, version bigint not null)");
      execute("insert into item values (1, 0)");
      cluster.awaitReplicated();
      standby.promote();
      RoutedPostgres.await().until(() -> !isRecovering());
    } else {
      execute("select 1");
    }
    switched.set(true);
  }

  private boolean isRecovering() throws SQLException {
    try (Connection connection = standby.dataSource().getConnection();
        Statement statement = connection.createStatement();
        var row = statement.executeQuery("select pg_is_in_recovery()")) {
      row.next();
      return row.getBoolean(1);
    }
  }

  @AfterEach
  void close() {
    routing.close();
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = routing.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void autoCommitWriteFindsTheNewPrimaryInTheSameCall() throws SQLException {
    declaredPrimary.apply(READ_ONLY);
    long tried = declaredPrimary.count(JdbcOperation.STATEMENT);

    try (Connection connection = routing.getConnection()) {
      long before = RoutedPostgres.write(connection, 1);
      assertThat(RoutedPostgres.write(connection, 1)).isEqualTo(before + 1);
    }
    assertThat(node()).isEqualTo("r");
    assertThat(declaredPrimary.count(JdbcOperation.STATEMENT) - tried).isEqualTo(1);
    assertNothingIsHeld();
  }

  @Test
  void firstStatementOfATransactionTakesTheTransactionAlong() throws SQLException {
    declaredPrimary.apply(READ_ONLY);

    try (Connection connection = routing.getConnection()) {
      connection.setAutoCommit(false);
      long written = RoutedPostgres.write(connection, 1);
      connection.commit();
      assertThat(RoutedPostgres.read(connection, 1)).isEqualTo(written);
      connection.rollback();
    }
    assertThat(node()).isEqualTo("r");
    assertNothingIsHeld();
  }

  @Test
  void laterStatementOfATransactionFailsAndTheNextTransactionSucceeds() throws SQLException {
    declaredPrimary.apply(READ_ONLY.skip(1));

    try (Connection connection = routing.getConnection()) {
      connection.setAutoCommit(false);
      RoutedPostgres.write(connection, 1);
      assertThatThrownBy(() -> RoutedPostgres.write(connection, 1))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25006"));
      connection.rollback();
      assertThat(node()).isEqualTo("p");

      RoutedPostgres.await()
          .until(
              () -> {
                RoutedPostgres.write(connection, 1);
                connection.commit();
                return node().equals("r");
              });
    }
    assertNothingIsHeld();
  }

  @Test
  void refusalWithoutAnotherPrimaryIsTheOriginalError() throws SQLException {
    switched.set(false);
    declaredPrimary.apply(READ_ONLY);

    try (Connection connection = routing.getConnection()) {
      assertThatThrownBy(() -> RoutedPostgres.write(connection, 1))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25006"));
      assertThat(RoutedPostgres.write(connection, 1)).isPositive();
    }
    assertThat(node()).isEqualTo("p");
  }

  private String node() {
    RouteDecision decision = routing.lastDecision();
    return decision == null ? "none" : decision.node();
  }

  private void assertNothingIsHeld() {
    assertThat(routing.nodes()).allSatisfy(node -> assertThat(node.inFlight()).isZero());
  }
}
