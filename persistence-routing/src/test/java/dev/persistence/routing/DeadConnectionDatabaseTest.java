package dev.persistence.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.sql.Savepoint;
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
    HikariConfig config = new HikariConfig();
    config.setDataSource(cluster.primary().dataSource());
    config.setMaximumPoolSize(1);
    try (HikariDataSource pool = new HikariDataSource(config);
        RoutingDataSource single = RoutingDataSource.builder("single").primary("p", pool).build()) {
      try (Connection connection = single.getConnection()) {
        assertThat(RoutedPostgres.write(connection, 1)).isEqualTo(1);
      }
      killSessions();

      try (Connection connection = single.getConnection()) {
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
      assertThat(single.nodes()).allSatisfy(node -> assertThat(node.inFlight()).isZero());
    }
  }

  private int sessionOnTheStandby(Connection connection) throws SQLException {
    connection.setReadOnly(true);
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select pg_backend_pid()")) {
      row.next();
      assertThat(orders.node()).isEqualTo("r1");
      return row.getInt(1);
    }
  }

  private void killOnTheStandby(int session) throws SQLException {
    try (Connection connection = cluster.standbys().get(0).dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("select pg_terminate_backend(" + session + ")");
    }
  }

  @Test
  void lossThatOnlyAResultSetSeesEndsTheTransactionAndNoMore() throws Exception {
    orders.createItems(100);
    orders.awaitServedBy("r1");
    try (Connection connection = orders.routing().getConnection()) {
      int session = sessionOnTheStandby(connection);
      try (Statement statement = connection.createStatement()) {
        statement.setFetchSize(10);
        ResultSet rows = statement.executeQuery("select * from item");
        assertThat(rows.next()).isTrue();
        killOnTheStandby(session);
        assertThatThrownBy(() -> drain(rows)).isInstanceOf(SQLException.class);
      }

      assertThatThrownBy(() -> RoutedCluster.read(connection, 1))
          .isInstanceOf(SQLTransientException.class)
          .hasMessageContaining("The read-only transaction has ended");
      connection.rollback();
      assertThat(RoutedCluster.read(connection, 1)).isNotNegative();
      connection.commit();
    }
  }

  private static void drain(ResultSet rows) throws SQLException {
    while (rows.next()) {
      assertThat(rows.getInt(1)).isPositive();
    }
  }

  @Test
  void readOnlyTransactionThatIsLostAtItsCommitIsTransient() throws Exception {
    orders.awaitServedBy("r1");
    try (Connection connection = orders.routing().getConnection()) {
      killOnTheStandby(sessionOnTheStandby(connection));

      assertThatThrownBy(connection::commit).isInstanceOf(SQLTransientException.class);
      assertThat(RoutedCluster.read(connection, 1)).isNotNegative();
    }
  }

  @Test
  void lossAtASavepointEndsTheTransactionAndNoMore() throws Exception {
    orders.awaitServedBy("r1");
    try (Connection connection = orders.routing().getConnection()) {
      int session = sessionOnTheStandby(connection);
      Savepoint savepoint = connection.setSavepoint();
      killOnTheStandby(session);

      assertThatThrownBy(() -> connection.rollback(savepoint))
          .isInstanceOf(SQLTransientException.class);
      connection.rollback();
      assertThat(RoutedCluster.read(connection, 1)).isNotNegative();
    }
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
    orders.evictConnections(); // Another one may be dead too.
    assertThat(orders.write(1)).as("nothing of the lost transaction stayed").isEqualTo(1);
  }
}
