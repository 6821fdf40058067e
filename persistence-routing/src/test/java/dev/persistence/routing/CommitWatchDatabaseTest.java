package dev.persistence.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.core.consistency.Consistency;
import dev.persistence.core.consistency.ReadScope;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Around which calls a dialect is asked for positions. */
@WithPostgres(standbys = 1)
class CommitWatchDatabaseTest {

  /** That of PostgreSQL, which writes down what it is asked. */
  private final class Recording implements ReplicationDialect {

    @Override
    public Probe probe(Connection connection) throws SQLException {
      return ReplicationDialect.postgres().probe(connection);
    }

    @Override
    public Position parse(String text) {
      return ReplicationDialect.postgres().parse(text);
    }

    @Override
    public CommitWatch watch(Connection physical) {
      asked.add("watch");
      return new CommitWatch() {
        @Override
        public void starts() {
          asked.add("starts");
        }

        @Override
        public @Nullable Position ended() {
          asked.add(isReturned(physical) ? "ended too late" : "ended");
          return null;
        }
      };
    }
  }

  /** Tells whether the pool has its connection back and may have lent it to somebody else. */
  private static boolean isReturned(Connection physical) {
    try {
      return physical.isClosed();
    } catch (SQLException e) {
      return true;
    }
  }

  private final List<String> asked = new ArrayList<>();
  private final RoutedPostgres orders;

  CommitWatchDatabaseTest(PostgresCluster cluster) {
    this.orders =
        new RoutedPostgres(
            cluster, builder -> RoutedCluster.patient(builder).dialect(new Recording()));
  }

  @BeforeEach
  void createItems() throws SQLException {
    orders.createItems(1);
    orders.awaitServedBy("r1");
    asked.clear();
  }

  @AfterEach
  void close() {
    orders.close();
  }

  @Test
  void eachStatementOnThePrimaryIsWatched() throws SQLException {
    try (Connection connection = orders.routing().getConnection()) {
      orders.increment(connection, 1);
      RoutedCluster.read(connection, 1);
    }
    assertThat(asked).containsExactly("watch", "starts", "ended", "starts", "ended");
  }

  @Test
  void commitIsWatchedAndRollbackIsNot() throws SQLException {
    try (Connection connection = orders.routing().getConnection()) {
      connection.setAutoCommit(false);
      orders.increment(connection, 1);
      connection.commit();
      assertThat(asked).containsExactly("watch", "starts", "ended", "starts", "ended");

      orders.increment(connection, 1);
      connection.rollback();
      assertThat(asked).endsWith("ended", "starts", "ended").hasSize(7);
    }
  }

  @Test
  void commitOnABorrowedPlaceIsReadBeforeThePlaceIsGivenBack() throws SQLException {
    orders.routing().drain("r1");
    try (ReadScope scope = ReadScope.open(Consistency.session());
        Connection connection = orders.routing().getConnection()) {
      connection.setAutoCommit(false);
      RoutedCluster.read(connection, 1);
      assertThat(orders.node()).isEqualTo("p");
      connection.commit();
      assertThat(orders.routing().nodes()).allMatch(node -> node.inFlight() == 0);
    }
    assertThat(asked).containsExactly("watch", "starts", "ended", "starts", "ended");
  }

  @Test
  void replicaIsNotWatched() throws SQLException {
    orders.awaitServedBy("r1");
    asked.clear();

    orders.read(1);

    assertThat(orders.node()).isEqualTo("r1");
    assertThat(asked).isEmpty();
  }
}
