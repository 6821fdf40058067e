package dev.persistence.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.persistence.core.consistency.Session;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who gets a place on the primary, and who keeps one from others. */
@WithPostgres(standbys = 1)
class OuterPoolDatabaseTest {

  private static final int PLACES = 5; // A quarter of a pool of 20.

  private final PostgresCluster cluster;
  private final RoutedPostgres orders;
  private final HikariDataSource outer;

  OuterPoolDatabaseTest(PostgresCluster cluster) {
    this.cluster = cluster;
    this.orders =
        new RoutedPostgres(
            cluster,
            builder -> RoutedCluster.patient(builder).borrowTimeout(Duration.ofSeconds(3)));
    HikariConfig config = new HikariConfig();
    config.setDataSource(orders.routing());
    config.setMaximumPoolSize(2 * PLACES);
    config.setMinimumIdle(0);
    this.outer = new HikariDataSource(config);
  }

  @BeforeEach
  void createItem() throws Exception {
    orders.createItems(1);
    orders.awaitServedBy("r1");
  }

  @AfterEach
  void close() {
    cluster.standbys().get(0).resumeReplay();
    outer.close();
    orders.close();
  }

  private static Connection reading(DataSource source, boolean autoCommit) throws SQLException {
    Connection connection = source.getConnection();
    connection.setReadOnly(true);
    connection.setAutoCommit(autoCommit);
    RoutedCluster.read(connection, 1);
    return connection;
  }

  @Test
  void idleConnectionsOfAnOuterPoolHoldNoPlaceOnThePrimary() throws SQLException {
    cluster.standbys().get(0).pauseReplay();
    for (boolean autoCommit : new boolean[] {true, false}) {
      List<Connection> borrowed = new ArrayList<>();
      for (int i = 0; i < PLACES; i++) {
        orders.write(1);
        borrowed.add(reading(outer, autoCommit));
        assertThat(orders.node()).isEqualTo("p");
      }
      for (Connection each : borrowed) {
        each.close(); // Given back to the outer pool, which keeps it.
      }

      orders.write(1);
      assertThat(orders.read(1)).isPositive();
      assertThat(orders.node()).isEqualTo("p");
    }
  }

  @Test
  void sourceWithoutReplicasReadsWithAllOfThePool() throws SQLException {
    try (RoutingDataSource alone =
        RoutingDataSource.builder("alone")
            .primary("p", cluster.primary().dataSource(), node -> node.poolSize(4))
            .borrowTimeout(Duration.ofMillis(500))
            .build()) {
      List<Connection> reading = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        reading.add(reading(alone, false));
      }
      for (Connection each : reading) {
        each.close();
      }
    }
  }

  @Test
  void interruptedReadSaysSoAndHarmsNoOther() throws Exception {
    cluster.standbys().get(0).pauseReplay();
    List<Connection> busy = new ArrayList<>();
    try (Session session = Session.open()) {
      orders.write(1);
      for (int i = 0; i < PLACES; i++) {
        busy.add(reading(orders.routing(), false));
      }
      Thread.currentThread().interrupt();

      assertThatThrownBy(() -> orders.read(1))
          .isInstanceOf(SQLTransientConnectionException.class)
          .hasMessageContaining("interrupted");
      assertThat(Thread.interrupted()).isTrue();
    }
    for (Connection each : busy) {
      each.close();
    }
    assertThat(orders.routing().statistics().fallbackRejections()).isZero();
  }
}
