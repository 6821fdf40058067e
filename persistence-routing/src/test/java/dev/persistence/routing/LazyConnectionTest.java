package dev.persistence.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.persistence.core.consistency.Consistency;
import dev.persistence.core.consistency.ReadScope;
import dev.persistence.routing.micrometer.RoutingMetrics;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Executor;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LazyConnectionTest {

  private final UnreachableDataSource primary = new UnreachableDataSource();
  private final UnreachableDataSource replica = new UnreachableDataSource();
  private final UnreachableDataSource probe = new UnreachableDataSource();
  private final RoutingDataSource routing =
      RoutingDataSource.builder("lazy")
          .primary("p", primary, node -> node.probe(probe))
          .replica("r", replica, node -> node.probe(probe))
          .build();

  @AfterEach
  void close() {
    routing.close();
  }

  @Test
  void emptyTransactionTouchesNoPool() throws SQLException {
    try (Connection connection = routing.getConnection()) {
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      connection.setSchema("orders");
      connection.commit();
      connection.rollback();
      connection.setAutoCommit(true);
    }

    assertThat(primary.attempts() + replica.attempts()).isZero();
  }

  @Test
  void settingsAreRememberedWithoutANode() throws SQLException {
    Executor executor = Runnable::run;
    Properties info = new Properties();
    info.setProperty("ApplicationName", "shop");
    try (Connection connection = routing.getConnection()) {
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      connection.setHoldability(1);
      connection.setCatalog("c");
      connection.setSchema("s");
      connection.setNetworkTimeout(executor, 500);
      connection.setClientInfo(info);

      assertThat(connection.isReadOnly()).isTrue();
      assertThat(connection.getAutoCommit()).isFalse();
      assertThat(connection.getTransactionIsolation())
          .isEqualTo(Connection.TRANSACTION_REPEATABLE_READ);
      assertThat(connection.getHoldability()).isEqualTo(1);
      assertThat(connection.getCatalog()).isEqualTo("c");
      assertThat(connection.getSchema()).isEqualTo("s");
      assertThat(connection.getNetworkTimeout()).isEqualTo(500);
      assertThat(connection.getClientInfo("ApplicationName")).isEqualTo("shop");
      assertThat((Object) connection.getWarnings()).isNull();
      assertThat(connection.isValid(1)).isTrue();
    }

    assertThat(primary.attempts() + replica.attempts()).isZero();
  }

  @Test
  void writeAsksThePrimaryAlone() throws SQLException {
    try (Connection connection = routing.getConnection()) {
      assertThatThrownBy(() -> ask(connection)).hasMessageContaining("unreachable");
    }

    assertThat(primary.attempts()).isEqualTo(1);
    assertThat(replica.attempts()).isZero();
    assertThat(decision().reason()).isEqualTo(RouteReason.WRITE);
  }

  @Test
  void readWithoutAnyAnsweringReplicaFallsBackToThePrimaryAndSaysWhy() throws SQLException {
    try (Connection connection = routing.getConnection()) {
      connection.setReadOnly(true);
      assertThatThrownBy(() -> ask(connection)).hasMessageContaining("unreachable");
    }

    assertThat(primary.attempts()).isEqualTo(1);
    assertThat(decision().reason()).isEqualTo(RouteReason.NO_REPLICA_ELIGIBLE);
    assertThat(decision().rejected()).containsEntry("r", Rejection.DOWN);
    assertThat(decision().toString())
        .isEqualTo(
            "p (primary): no replica was eligible, stale by at most 0 ms;"
                + " not used: r no answer to the sampler");
  }

  @Test
  void serializableReadGoesToThePrimary() throws SQLException {
    try (Connection connection = routing.getConnection()) {
      connection.setReadOnly(true);
      connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
      assertThatThrownBy(() -> ask(connection)).hasMessageContaining("unreachable");
    }

    assertThat(decision().reason()).isEqualTo(RouteReason.SERIALIZABLE);
  }

  @Test
  void scopeIsStrongerThanTheReadOnlyFlag() throws SQLException {
    try (Connection connection = routing.getConnection();
        ReadScope scope = ReadScope.open(Consistency.primary())) {
      connection.setReadOnly(true);
      assertThatThrownBy(() -> ask(connection)).hasMessageContaining("unreachable");
    }
    assertThat(decision().reason()).isEqualTo(RouteReason.PRIMARY_DEMANDED);

    try (Connection connection = routing.getConnection();
        ReadScope scope = ReadScope.open(Consistency.bounded(Duration.ofSeconds(1)))) {
      assertThatThrownBy(() -> ask(connection)).hasMessageContaining("unreachable");
    }
    assertThat(decision().reason()).isEqualTo(RouteReason.NO_REPLICA_ELIGIBLE);
  }

  @Test
  void commitInAutoCommitModeIsRefused() throws SQLException {
    try (Connection connection = routing.getConnection()) {
      assertThatThrownBy(connection::commit).hasMessageContaining("auto-commit is on");
      assertThatThrownBy(connection::rollback).hasMessageContaining("auto-commit is on");
      assertThatThrownBy(connection::setSavepoint).hasMessageContaining("auto-commit is on");
    }
  }

  @Test
  void closedConnectionRefusesWork() throws SQLException {
    Connection connection = routing.getConnection();
    connection.close();
    connection.close();

    assertThat(connection.isClosed()).isTrue();
    assertThat(connection.isValid(1)).isFalse();
    assertThatThrownBy(connection::createStatement).hasMessageContaining("it is closed");
    assertThatThrownBy(() -> connection.setReadOnly(true)).hasMessageContaining("it is closed");
    assertThatThrownBy(() -> connection.setClientInfo("a", "b")).hasMessageContaining("closed");
  }

  @Test
  void closedDataSourceRefusesConnections() {
    routing.close();

    assertThatThrownBy(routing::getConnection)
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("is closed");
  }

  @Test
  void connectionOfAClosedDataSourceChoosesNoNodeAndSaysWhy() throws SQLException {
    try (Connection connection = routing.getConnection()) {
      routing.close();

      for (boolean readOnly : new boolean[] {false, true}) {
        connection.setReadOnly(readOnly);
        assertThatThrownBy(() -> ask(connection))
            .isInstanceOf(SQLNonTransientConnectionException.class)
            .hasMessageContaining("the routing data source is closed")
            .extracting(failure -> ((SQLException) failure).getSQLState())
            .isEqualTo("08003");
      }
    }

    assertThat(primary.attempts() + replica.attempts()).isZero();
  }

  @Test
  void nodesOfAClosedDataSourceCannotBeChanged() {
    routing.close();

    for (ThrowingCallable change :
        List.<ThrowingCallable>of(
            () -> routing.addReplica("late", replica),
            () -> routing.removeReplica("r"),
            () -> routing.drain("r"),
            () -> routing.undrain("r"))) {
      assertThatThrownBy(change)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("the routing data source is closed");
    }
    assertThat(routing.nodes()).extracting(NodeStatus::name).containsExactly("p", "r");
  }

  @Test
  @SuppressWarnings("NullAway") // What a caller without a null checker can do.
  void nullIsRejectedAtRunTime() {
    for (ThrowingCallable change :
        List.<ThrowingCallable>of(
            () -> routing.addReplica(null, replica),
            () -> routing.removeReplica(null),
            () -> routing.drain(null),
            () -> new RoutingMetrics(routing).bindTo(null))) {
      assertThatThrownBy(change)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(" is null; allowed: ");
    }
  }

  @Test
  void valuesThatNoDriverTakesAreRefusedWhenSet() throws SQLException {
    try (Connection connection = routing.getConnection();
        Statement statement = connection.createStatement()) {
      for (ThrowingCallable setter :
          List.<ThrowingCallable>of(
              () -> statement.setFetchSize(-1),
              () -> statement.setMaxRows(-1),
              () -> statement.setLargeMaxRows(-1),
              () -> statement.setMaxFieldSize(-1),
              () -> statement.setQueryTimeout(-1),
              () -> statement.setFetchDirection(77),
              () -> connection.setNetworkTimeout(Runnable::run, -1),
              () -> connection.setTransactionIsolation(77),
              () -> connection.setTransactionIsolation(Connection.TRANSACTION_NONE),
              () -> connection.setHoldability(99))) {
        assertThatThrownBy(setter)
            .isInstanceOf(SQLException.class)
            .hasMessageMatching("Cannot set \\w+: the value is -?\\d+\\. Give it .+\\.")
            .extracting(failure -> ((SQLException) failure).getSQLState())
            .isEqualTo("22023");
      }
      statement.setFetchSize(Integer.MIN_VALUE);
      connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
    }
  }

  @Test
  void failedListenerFailsNeitherStatementNorSampler() throws SQLException {
    for (Throwable failure : List.of(new IllegalStateException(), new NoClassDefFoundError())) {
      UnreachableDataSource pool = new UnreachableDataSource();
      UnreachableDataSource sampled = new UnreachableDataSource();
      try (RoutingDataSource listening =
              RoutingDataSource.builder("listening")
                  .primary("p", pool, node -> node.probe(sampled))
                  .listener(new BrokenListener(failure))
                  .build();
          Connection connection = listening.getConnection()) {
        assertThatThrownBy(() -> ask(connection)).hasMessageContaining("unreachable");
        await().until(() -> sampled.attempts() > 2);
      }
    }
  }

  private record BrokenListener(Throwable failure) implements RoutingListener {

    @Override
    public void decided(RouteDecision decision) {
      fail();
    }

    @Override
    public void nodeChanged(String node, boolean up) {
      fail();
    }

    private void fail() {
      if (failure instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) failure;
    }
  }

  @Test
  void statementsAreMadeAndSetUpWithoutANode() throws SQLException {
    try (Connection connection = routing.getConnection();
        Statement plain = connection.createStatement();
        PreparedStatement prepared = connection.prepareStatement("select ?");
        CallableStatement call = connection.prepareCall("{? = call upper(?)}")) {
      plain.setFetchSize(10);
      plain.setQueryTimeout(5);
      plain.closeOnCompletion();
      prepared.setString(1, "a");
      prepared.clearParameters();
      call.registerOutParameter(1, Types.VARCHAR);
      call.setString("name", "a");

      assertThat(plain.isCloseOnCompletion()).isTrue();
      assertThat(plain.getUpdateCount()).isEqualTo(-1);
      assertThat((Object) plain.getResultSet()).isNull();
      assertThat((Object) plain.getWarnings()).isNull();
      assertThat(plain.getMoreResults()).isFalse();
      plain.clearBatch();
      plain.clearWarnings();
      plain.cancel();
      assertThat(prepared.getConnection()).isSameAs(connection);
    }

    assertThat(primary.attempts() + replica.attempts()).isZero();
  }

  @Test
  void metaDataAndWrapperQuestionsTouchNoPoolByThemselves() throws SQLException {
    try (Connection connection = routing.getConnection()) {
      DatabaseMetaData metaData = connection.getMetaData();

      assertThat(metaData.getConnection()).isSameAs(connection);
      assertThat(metaData.isWrapperFor(DatabaseMetaData.class)).isTrue();
      assertThat(metaData.unwrap(DatabaseMetaData.class)).isSameAs(metaData);
      assertThat(Set.of(metaData)).contains(metaData).doesNotContain(connection.getMetaData());
      assertThat(connection.isWrapperFor(Connection.class)).isTrue();
      assertThat(primary.attempts() + replica.attempts()).isZero();

      assertThatThrownBy(metaData::getURL)
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("unreachable");
    }
  }

  @Test
  void closedStatementRefusesWork() throws SQLException {
    try (Connection connection = routing.getConnection()) {
      PreparedStatement statement = connection.prepareStatement("select ?");
      statement.close();
      statement.close();

      assertThat(statement.isClosed()).isTrue();
      assertThatThrownBy(statement::executeQuery).hasMessageContaining("it is closed");
      assertThatThrownBy(() -> statement.setInt(1, 1)).hasMessageContaining("it is closed");
      assertThatThrownBy(statement::getMaxRows).hasMessageContaining("it is closed");
      assertThatThrownBy(statement::getConnection).hasMessageContaining("closed");
    }
    assertThat(primary.attempts()).isZero();
  }

  private static void ask(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("select 1");
    }
  }

  private RouteDecision decision() {
    RouteDecision decision = routing.lastDecision();
    if (decision == null) {
      throw new AssertionError("no decision was made");
    }
    return decision;
  }
}
