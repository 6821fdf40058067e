package dev.persistence.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connections that died while they lay in their pool, which the pool has not noticed yet. */
@WithPostgres(standbys = 1)
class DeadConnectionDatabaseTest {

  private static final String ISOLATION = "select current_setting('transaction_isolation')";

  private final PostgresCluster cluster;
  private final RoutedPostgres orders;

  DeadConnectionDatabaseTest(PostgresCluster cluster) {
    this.cluster = cluster;
    this.orders = RoutedPostgres.patient(cluster);
  }

  @BeforeEach
  void createItem() throws SQLException {
    orders.createItems(1);
  }

  @AfterEach
  void close() {
    orders.close();
  }

  /** Ends the sessions of the pools' connections to the primary. */
  private void killSessions() throws SQLException {
    try (Connection connection = cluster.primary().dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                    + " where pid <> pg_backend_pid() and backend_type = 'client backend'"
                    + " and query not like '%pg_current_wal%'")) {
      assertThat(rows.next()).as("there was a session to end").isTrue();
    }
  }

  @Test
  void oneThatFailsBeforeItsFirstStatementIsReplacedEvenForAWrite() throws SQLException {
    assertThat(orders.write(1)).isEqualTo(1);
    killSessions();

    try (Connection connection = orders.routing().getConnection()) {
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      connection.setAutoCommit(false);
      assertThat(RoutedPostgres.write(connection, 1)).isEqualTo(2);
      try (Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery(ISOLATION)) {
        row.next();
        assertThat(row.getString(1)).isEqualTo("repeatable read");
      }
      connection.commit();
    }
    assertThat(orders.write(1)).isEqualTo(3);
    assertThat(orders.routing().nodes()).allSatisfy(node -> assertThat(node.inFlight()).isZero());
  }

  @Test
  void oneThatFailsInATransactionIsNotReplaced() throws SQLException {
    try (Connection connection = orders.routing().getConnection()) {
      connection.setAutoCommit(false);
      RoutedPostgres.write(connection, 1);
      killSessions();

      assertThatThrownBy(() -> RoutedPostgres.write(connection, 1))
          .isInstanceOf(SQLException.class);
    }
    assertThat(orders.write(1)).as("nothing of the lost transaction stayed").isEqualTo(1);
  }
}
