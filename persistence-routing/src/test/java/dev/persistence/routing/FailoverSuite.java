package dev.persistence.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.core.consistency.Consistency;
import dev.persistence.core.transaction.Transactions;
import dev.persistence.testkit.DatabaseCluster;
import dev.persistence.testkit.DatabaseNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The primary dies, a replica is promoted, the old primary comes back and still takes writes. */
abstract class FailoverSuite<N extends DatabaseNode> {

  /** Far beyond what is needed, and far below a pool's 30 s. */
  private static final Duration FAST = Duration.ofSeconds(5);

  /** Told by a sampler after everybody can see the new primary. */
  private final List<String> primaries = new CopyOnWriteArrayList<>();

  private final DatabaseCluster<N> cluster;

  /**
   * @param cluster of a primary and two replicas, for this test alone
   */
  FailoverSuite(DatabaseCluster<N> cluster) {
    this.cluster = cluster;
  }

  abstract RoutedCluster routed(UnaryOperator<RoutingDataSourceBuilder> settings);

  @Test
  void writesFailFastFollowThePromotedNodeAndNeverReachTheOldOne() throws Exception {
    RoutingListener listener =
        new RoutingListener() {
          @Override
          public void primaryChanged(@Nullable String from, @Nullable String to) {
            primaries.add(from + " -> " + to);
          }
        };
    try (RoutedCluster orders = routed(builder -> builder.listener(listener))) {
      N old = cluster.primary();
      orders.createItems(1);
      orders.awaitServedBy("r1");

      old.kill();
      awaitNoPrimary(orders);
      readsGoOn(orders);

      FutureTask<Boolean> patient = new FutureTask<>(() -> patientWrite(orders));
      new Thread(patient).start();
      cluster.promote(cluster.replicas().get(0));
      long promoted = System.nanoTime();
      awaitWritten(orders);
      assertThat(Duration.ofNanos(System.nanoTime() - promoted)).isLessThan(FAST);
      assertThat(orders.node()).isEqualTo("r1");
      RoutedCluster.await().untilAsserted(() -> assertThat(primaries).containsExactly("p -> r1"));
      assertThat(patient.get(FAST.toSeconds(), TimeUnit.SECONDS)).isTrue();

      cluster.rewire();
      orders.awaitServedBy("r2");

      old.restart();
      writesStayAway(orders, old);
      assertThat(orders.routing().nodes())
          .filteredOn(node -> node.role() == NodeRole.PRIMARY)
          .extracting(NodeStatus::name)
          .containsExactly("r1");
    }
  }

  /** Begins while there is no primary and ends on the new one. */
  private static boolean patientWrite(RoutedCluster orders) throws SQLException {
    Transactions transactions =
        Transactions.builder(orders.routing()).failoverPatience(Duration.ofMinutes(1)).build();
    transactions.run(connection -> orders.increment(connection, 1));
    return orders.node().equals("r1");
  }

  private static void awaitNoPrimary(RoutedCluster orders) {
    RoutedCluster.await()
        .until(
            () -> {
              long started = System.nanoTime();
              try {
                orders.write(1);
                throw new AssertionError("the primary is dead");
              } catch (NoPrimaryException e) {
                assertThat(e.getSQLState()).isEqualTo("08001");
                assertThat(e.getMessage()).contains("p does not answer");
                return true;
              } catch (SQLException lost) {
                return false; // Its connections break before the sampler has noticed.
              } finally {
                assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(FAST);
              }
            });
  }

  private static void readsGoOn(RoutedCluster orders) throws SQLException {
    orders.read(1, Consistency.eventual());
    assertThat(orders.node()).isIn("r1", "r2");
    assertThatThrownBy(() -> orders.read(1, Consistency.primary()))
        .isInstanceOf(NoPrimaryException.class);
  }

  private static void awaitWritten(RoutedCluster orders) {
    RoutedCluster.await()
        .until(
            () -> {
              try {
                orders.write(1);
                return true;
              } catch (SQLException notYet) {
                return false;
              }
            });
  }

  /** The old primary is up and writable, and none of the writes that are acknowledged is on it. */
  private static void writesStayAway(RoutedCluster orders, DatabaseNode old) throws Exception {
    long before = versionOn(old);
    RoutedCluster.await()
        .until(
            () -> {
              orders.write(1);
              return orders.routing().nodes().stream()
                  .anyMatch(node -> node.name().equals("p") && node.up());
            });
    for (int i = 0; i < 50; i++) {
      orders.write(1);
      orders.read(1);
      assertThat(orders.node()).isNotEqualTo("p");
    }
    assertThat(versionOn(old)).isEqualTo(before);
  }

  private static long versionOn(DatabaseNode node) throws SQLException {
    try (Connection connection = node.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select version from item where id = 1")) {
      row.next();
      return row.getLong(1);
    }
  }
}
