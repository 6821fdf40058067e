package dev.persistence.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.persistence.core.consistency.Consistency;
import dev.persistence.core.consistency.ReadScope;
import dev.persistence.testkit.fault.NetworkFault;
import dev.persistence.testkit.fault.TcpProxy;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import dev.persistence.testkit.postgres.PostgresNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The network to one replica swallows everything: no reset, no refusal, no answer. */
@WithPostgres(standbys = 1)
class BlackHoleFaultTest {

  /** Far beyond the second after which a silent node is dead, far below a driver's patience. */
  private static final Duration SOON = Duration.ofSeconds(10);

  private final TcpProxy network;
  private final HikariDataSource primaryPool;
  private final HikariDataSource replicaPool;
  private final RoutingDataSource orders;

  BlackHoleFaultTest(PostgresCluster cluster) {
    PostgresNode replica = cluster.standbys().get(0);
    network = TcpProxy.to(replica.host(), replica.port());
    primaryPool = pool(cluster.primary().jdbcUrl(), 4);
    String direct = replica.host() + ":" + replica.port();
    replicaPool = pool(replica.jdbcUrl().replace(direct, network.host() + ":" + network.port()), 1);
    orders =
        RoutingDataSource.builder("orders")
            .primary("p", primaryPool)
            .replica("r", replicaPool)
            .build();
  }

  private static HikariDataSource pool(String url, int size) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(size);
    return new HikariDataSource(config);
  }

  @BeforeEach
  void awaitReplica() {
    RoutedPostgres.await().until(() -> readOn().equals("r"));
  }

  @AfterEach
  void close() {
    network.heal();
    orders.close();
    replicaPool.close();
    primaryPool.close();
    network.close();
  }

  /** Makes one read and returns the node that served it. */
  private String readOn() throws SQLException {
    try (ReadScope scope = ReadScope.open(Consistency.eventual());
        Connection connection = orders.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select 1")) {
      row.next();
      RouteDecision decision = orders.lastDecision();
      assertThat(decision).isNotNull();
      return decision == null ? "" : decision.node();
    }
  }

  @Test
  void readsGoElsewhereSoonAndComeBack() throws Exception {
    network.apply(NetworkFault.blackHole());
    long started = System.nanoTime();
    RoutedPostgres.await()
        .ignoreExceptionsInstanceOf(SQLException.class)
        .until(() -> readOn().equals("p"));
    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(SOON);

    network.heal();
    RoutedPostgres.await().until(() -> readOn().equals("r"));
  }

  @Test
  void threadThatWaitsForTheDeadNodesPoolIsSentElsewhere() throws Exception {
    try (Connection holder = replicaPool.getConnection()) {
      FutureTask<String> waiter = new FutureTask<>(this::readOn);
      network.apply(NetworkFault.blackHole());
      new Thread(waiter).start();

      assertThat(waiter.get(SOON.toSeconds(), TimeUnit.SECONDS)).isEqualTo("p");
      assertThat(holder.isClosed()).isFalse();
    }
  }

  @Test
  void readThatHangsInTheDeadNodeIsCut() throws Exception {
    FutureTask<String> hanging =
        new FutureTask<>(
            () -> {
              try (ReadScope scope = ReadScope.open(Consistency.eventual());
                  Connection connection = orders.getConnection()) {
                connection.setAutoCommit(false);
                try (Statement statement = connection.createStatement()) {
                  statement.execute("select 1");
                  network.apply(NetworkFault.blackHole());
                  statement.execute("select 1");
                  return "no failure";
                }
              } catch (SQLException e) {
                return String.valueOf(e.getSQLState());
              }
            });
    new Thread(hanging).start();

    assertThat(hanging.get(SOON.toSeconds(), TimeUnit.SECONDS)).startsWith("08");
  }
}
