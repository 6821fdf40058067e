package dev.persistence.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.core.consistency.Consistency;
import dev.persistence.core.consistency.ReadScope;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import dev.persistence.testkit.postgres.PostgresNode;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The lazy connection on real nodes: what it pins, carries, forwards and refuses. */
@WithPostgres(standbys = 1)
@SuppressWarnings("NullAway") // What a caller without a null checker can do.
class RoutedConnectionDatabaseTest {

  private final PostgresNode standby;
  private final RoutedPostgres orders;

  RoutedConnectionDatabaseTest(PostgresCluster cluster) {
    this.standby = cluster.standbys().get(0);
    this.orders = RoutedPostgres.patient(cluster);
  }

  @BeforeEach
  void create() throws Exception {
    orders.createItems(3);
    orders.awaitServedBy("r1");
    orders.execute("update item set version = 0");
  }

  @AfterEach
  void close() {
    standby.resumeReplay();
    orders.close();
  }

  @Test
  void nodeStaysForTheWholeTransaction() throws SQLException {
    try (Connection connection = orders.routing().getConnection()) {
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      RoutedPostgres.read(connection, 1);
      String first = orders.node();
      orders.write(1);
      RoutedPostgres.read(connection, 1);
      RoutedPostgres.read(connection, 2);
      connection.commit();

      assertThat(first).isEqualTo("r1");
      assertThat(RoutedPostgres.read(connection, 1)).isEqualTo(1);
    }
  }

  @Test
  void writeInAReadTransactionIsRefusedByTheServerAndNeverReachesAReplica() throws SQLException {
    try (Connection connection = orders.routing().getConnection();
        ReadScope scope = ReadScope.open(Consistency.eventual())) {
      assertThatThrownBy(() -> RoutedPostgres.write(connection, 1))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("read-only transaction");
    }
    assertThat(orders.read(1, Consistency.primary())).isZero();
  }

  @Test
  void statementMadeBeforeAWriteElsewhereDoesNotReadBehindIt() throws SQLException {
    try (Connection connection = orders.routing().getConnection()) {
      connection.setReadOnly(true);
      try (PreparedStatement statement =
          connection.prepareStatement("select version from item where id = 1")) {
        assertThat(RoutedPostgres.single(statement)).isZero();
        standby.pauseReplay();
        orders.write(1);

        assertThat(RoutedPostgres.single(statement)).isEqualTo(1);
        assertThat(orders.node()).isEqualTo("p");
      }
    }
  }

  @Test
  void openResultIsStillReadableAfterTheConnectionMovedOn() throws SQLException {
    try (Connection connection = orders.routing().getConnection()) {
      connection.setReadOnly(true);
      try (Statement first = connection.createStatement();
          ResultSet rows = first.executeQuery("select id from item order by id")) {
        assertThat(rows.next()).isTrue();
        connection.setReadOnly(false);
        RoutedPostgres.write(connection, 1);
        assertThat(orders.node()).isEqualTo("p");

        assertThat(rows.next()).isTrue();
        assertThat(rows.getInt(1)).isEqualTo(2);
      }
    }
    assertNothingIsHeld();
  }

  @Test
  void settingsReachTheNodeOnceItIsChosen() throws SQLException {
    try (Connection connection = orders.routing().getConnection()) {
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      connection.setSchema("pg_catalog");
      connection.setClientInfo("ApplicationName", "shop");

      assertThat(text(connection, "show transaction_isolation")).isEqualTo("repeatable read");
      assertThat(text(connection, "show transaction_read_only")).isEqualTo("on");
      assertThat(text(connection, "select current_schema()")).isEqualTo("pg_catalog");
      assertThat(text(connection, "show application_name")).isEqualTo("shop");
      assertThat(orders.node()).isEqualTo("r1");
      connection.rollback();
    }
  }

  @Test
  void isolationIsAskedOnceAndThenKnownWithoutANode() throws SQLException {
    try (Connection connection = orders.routing().getConnection()) {
      assertThat(connection.getTransactionIsolation())
          .isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
    }
    try (Connection connection = orders.routing().getConnection()) {
      connection.setReadOnly(true);
      assertThat(connection.getTransactionIsolation())
          .isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
      assertNothingIsHeld();
    }
  }

  @Test
  void closeRollsBackAndGivesEverythingBack() throws SQLException {
    try (Connection connection = orders.routing().getConnection()) {
      connection.setAutoCommit(false);
      RoutedPostgres.write(connection, 1);
    }

    assertThat(orders.read(1, Consistency.primary())).isZero();
    assertNothingIsHeld();
  }

  @Test
  void autoCommitSwitchedOnCommits() throws SQLException {
    try (Connection connection = orders.routing().getConnection()) {
      connection.setAutoCommit(false);
      RoutedPostgres.write(connection, 1);
      connection.setAutoCommit(true);
    }

    assertThat(orders.read(1)).isEqualTo(1);
  }

  @Test
  void driversOwnQueryOpensTheTransaction() throws SQLException {
    try (Connection connection = orders.routing().getConnection()) {
      connection.setAutoCommit(false);
      assertThat(connection.getSchema()).isEqualTo("public");

      assertThatThrownBy(() -> connection.setReadOnly(true))
          .hasMessageContaining("a transaction is open");
      assertThatThrownBy(
              () -> connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE))
          .hasMessageContaining("a transaction is open");
      connection.commit();
      connection.setReadOnly(true);
    }
  }

  @Test
  void abortedConnectionIsNotBorrowedForEver() throws SQLException {
    for (int i = 0; i < 25; i++) {
      Connection connection = orders.routing().getConnection();
      RoutedPostgres.write(connection, 1);
      assertThatThrownBy(() -> connection.abort(null)).hasMessageContaining("executor is null");
      connection.abort(Runnable::run);
      connection.close();
    }

    assertNothingIsHeld();
    assertThat(orders.read(1)).isEqualTo(25);
  }

  @Test
  void lostReplicaConnectionDoesNotFailTheNextWrite() throws SQLException {
    try (Connection connection = orders.routing().getConnection()) {
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      String backend = text(connection, "select pg_backend_pid()");
      assertThatThrownBy(() -> text(connection, "select pg_terminate_backend(" + backend + ")"))
          .isInstanceOf(SQLTransientException.class);
      connection.rollback();
      connection.setAutoCommit(true);

      connection.setReadOnly(false);
      assertThat(RoutedPostgres.write(connection, 1)).isEqualTo(1);
      connection.setReadOnly(true);
      assertThat(RoutedPostgres.read(connection, 1)).isEqualTo(1);
    }
    assertNothingIsHeld();
  }

  @Test
  void savepointsWork() throws SQLException {
    try (Connection connection = orders.routing().getConnection()) {
      connection.setAutoCommit(false);
      RoutedPostgres.write(connection, 1);
      var savepoint = connection.setSavepoint();
      RoutedPostgres.write(connection, 1);
      connection.rollback(savepoint);
      connection.commit();
    }

    assertThat(orders.read(1)).isEqualTo(1);
  }

  @Test
  void statementsNameTheRoutedConnection() throws SQLException {
    try (Connection connection = orders.routing().getConnection();
        Statement statement = connection.createStatement()) {
      assertThat(statement.getConnection()).isSameAs(connection);
      assertThat(connection.isWrapperFor(org.postgresql.PGConnection.class)).isTrue();
      assertThat(connection.unwrap(org.postgresql.PGConnection.class).getBackendPID()).isPositive();
    }
    assertNothingIsHeld();
  }

  @Test
  void generatedKeysAndCallsStayOnTheWritingNode() throws SQLException {
    orders.execute("drop table if exists ticket");
    orders.execute("create table ticket (id serial primary key, name text)");
    try (Connection connection = orders.routing().getConnection();
        PreparedStatement insert =
            connection.prepareStatement(
                "insert into ticket (name) values (?)", Statement.RETURN_GENERATED_KEYS);
        CallableStatement call = connection.prepareCall("{? = call upper(?)}")) {
      insert.setString(1, "first");
      insert.executeUpdate();
      try (ResultSet keys = insert.getGeneratedKeys()) {
        keys.next();
        assertThat(keys.getInt(1)).isEqualTo(1);
      }
      call.registerOutParameter(1, Types.VARCHAR);
      call.setString(2, "abc");
      call.execute();
      assertThat(call.getString(1)).isEqualTo("ABC");
    }
  }

  @Test
  void connectionLostDuringCommitIsReportedAsUnknown() throws SQLException {
    try (Connection connection = orders.routing().getConnection()) {
      connection.setAutoCommit(false);
      RoutedPostgres.write(connection, 1);
      int backend = Integer.parseInt(text(connection, "select pg_backend_pid()"));
      orders.execute("select pg_terminate_backend(" + backend + ")");
      RoutedPostgres.await()
          .until(() -> orders.read(1, Consistency.primary()) == 0 && backends(backend) == 0);

      assertThatThrownBy(connection::commit)
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08007"))
          .hasMessageContaining("unknown whether the transaction was committed")
          .hasMessageContaining("make it idempotent");
    }
  }

  private int backends(int pid) throws SQLException {
    try (Connection connection = orders.routing().getConnection()) {
      String count = "select count(*) from pg_stat_activity where pid = " + pid;
      return Integer.parseInt(text(connection, count));
    }
  }

  @Test
  void unwrappedWriterHoldsTheSessionOnThePrimaryUntilItIsClosed() throws SQLException {
    standby.pauseReplay();
    try (Connection connection = orders.routing().getConnection()) {
      Connection raw =
          connection.unwrap(org.postgresql.PGConnection.class) instanceof Connection direct
              ? direct
              : connection;
      RoutedPostgres.write(raw, 1);

      assertThat(orders.read(1)).isEqualTo(1);
    }
    assertThat(orders.read(1)).isEqualTo(1);
  }

  @Test
  void metaDataBeforeTheIntentDoesNotPinThePrimary() throws SQLException {
    try (Connection connection = orders.routing().getConnection()) {
      assertThat(connection.getMetaData().getDatabaseProductName()).isEqualTo("PostgreSQL");
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      RoutedPostgres.read(connection, 1);

      assertThat(orders.node()).isEqualTo("r1");
      assertThat(inFlight("p")).isZero();
      connection.commit();
    }
    assertNothingIsHeld();
  }

  @Test
  void queryForMetaDataOpensNoTransaction() throws SQLException {
    try (Connection connection = orders.routing().getConnection()) {
      connection.setAutoCommit(false);
      try (ResultSet tables = connection.getMetaData().getTables(null, null, "item", null)) {
        assertThat(tables.next()).isTrue();
      }
      connection.setReadOnly(true);
      RoutedPostgres.read(connection, 1);
      assertThat(orders.node()).isEqualTo("r1");
      connection.rollback();
      connection.setReadOnly(false);
      RoutedPostgres.write(connection, 1);
      connection.rollback();
    }
    assertThat(orders.read(1, Consistency.primary())).isZero();
    assertNothingIsHeld();
  }

  @Test
  void statementThatClosesOnCompletionGivesItsConnectionBack() throws SQLException {
    try (Connection connection = orders.routing().getConnection()) {
      connection.setReadOnly(true);
      Statement onReplica = connection.createStatement();
      onReplica.closeOnCompletion();
      ResultSet rows = onReplica.executeQuery("select id from item");
      connection.setReadOnly(false);
      RoutedPostgres.write(connection, 1);
      assertThat(inFlight("r1")).isEqualTo(1);

      rows.close();
      assertThat(onReplica.isClosed()).isTrue();
      assertThatThrownBy(() -> onReplica.executeQuery("select 1")).hasMessageContaining("closed");
      RoutedPostgres.write(connection, 1);
      assertThat(inFlight("r1")).isZero();
    }
    assertNothingIsHeld();
  }

  private int inFlight(String name) {
    return orders.routing().nodes().stream()
        .filter(node -> node.name().equals(name))
        .mapToInt(NodeStatus::inFlight)
        .sum();
  }

  @Test
  void closingTheDataSourceEndsItsThreads() {
    orders.routing().close();

    RoutedPostgres.await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(
                        thread -> thread.getName().startsWith("persistence-routing-orders")));
  }

  private static String text(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  private void assertNothingIsHeld() {
    assertThat(orders.routing().nodes()).allSatisfy(node -> assertThat(node.inFlight()).isZero());
  }
}
