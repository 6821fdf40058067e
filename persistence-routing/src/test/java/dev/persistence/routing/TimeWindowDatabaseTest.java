package dev.persistence.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.core.consistency.Consistency;
import dev.persistence.core.consistency.ConsistencyToken;
import dev.persistence.core.consistency.Session;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A database that tells no position, played by PostgreSQL: only time decides. */
@WithPostgres(standbys = 1)
class TimeWindowDatabaseTest {

  private static final Duration WINDOW = Duration.ofSeconds(1);

  private final RoutedPostgres orders;

  TimeWindowDatabaseTest(PostgresCluster cluster) {
    orders =
        new RoutedPostgres(
            cluster, builder -> builder.dialect(ReplicationDialect.timeWindow(WINDOW)));
  }

  @BeforeEach
  void createItems() throws Exception {
    orders.createItems(1);
  }

  @AfterEach
  void close() {
    orders.close();
  }

  @Test
  void sessionStaysOnThePrimaryForTheWindowAfterItsWrite() throws Exception {
    long wrote = System.nanoTime();
    orders.write(1);
    RoutedPostgres.await()
        .until(
            () -> {
              orders.read(1);
              return orders.node().equals("r1");
            });

    assertThat(Duration.ofNanos(System.nanoTime() - wrote)).isGreaterThanOrEqualTo(WINDOW);
  }

  @Test
  void tokenHasNoPositionAndCountsAsAWriteWhereItArrives() throws Exception {
    try (Session writer = Session.open()) {
      orders.write(1);
      List<ConsistencyToken> tokens = writer.tokens();
      assertThat(tokens).hasSize(1).noneMatch(ConsistencyToken::isPositionKnown);

      try (Session reader = Session.resume(tokens)) {
        orders.read(1);
        assertThat(orders.node()).isEqualTo("p");
      }
    }
  }

  @Test
  void sessionWithoutAWriteReadsFromTheReplica() throws Exception {
    RoutedPostgres.await()
        .until(
            () -> {
              try (Session session = Session.open()) {
                orders.read(1);
                return orders.node().equals("r1");
              }
            });
  }

  @Test
  void boundedReadNeedsABoundBeyondTheWindow() throws Exception {
    RoutedPostgres.await()
        .until(
            () -> {
              orders.read(1, Consistency.bounded(WINDOW.multipliedBy(5)));
              return orders.node().equals("r1");
            });

    orders.read(1, Consistency.bounded(WINDOW.dividedBy(2)));
    assertThat(orders.node()).isEqualTo("p");
  }

  @Test
  void nonsenseWindowIsRejected() {
    assertThatThrownBy(() -> ReplicationDialect.timeWindow(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("window is PT0S; allowed: PT0.001S to PT1H");
  }
}
