package dev.persistence.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.core.consistency.Consistency;
import dev.persistence.core.consistency.ReadScope;
import dev.persistence.testkit.fault.FaultyDataSource;
import dev.persistence.testkit.fault.JdbcOperation;
import dev.persistence.testkit.fault.SqlFault;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import dev.persistence.testkit.postgres.PostgresNode;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A statement is a recipe: it runs where it is right now, and once more where that was lost. */
@WithPostgres(standbys = 1)
class MovingStatementDatabaseTest {

  private static final SqlFault LOST =
      SqlFault.on(JdbcOperation.STATEMENT).sqlState("08006").breaking();

  private final PostgresNode standby;
  private final FaultyDataSource primary;
  private final FaultyDataSource replica;
  private final RoutingDataSource routing;
  private long triedBefore;

  MovingStatementDatabaseTest(PostgresCluster cluster) {
    this.standby = cluster.standbys().get(0);
    this.primary = FaultyDataSource.wrap(cluster.primary().dataSource());
    this.replica = FaultyDataSource.wrap(standby.dataSource());
    this.routing =
        RoutingDataSource.builder("moving")
            .primary("p", primary, node -> node.probe(cluster.primary().dataSource()))
            .replica("r", replica, node -> node.probe(standby.dataSource()))
            .maxWait(Duration.ofMillis(500))
            .sampleTimeout(Duration.ofSeconds(2))
            .build();
  }

  @BeforeEach
  void create() throws SQLException {
    execute("drop table if exists item");
    execute("create table item (id int primary key, version bigint not null)");
    execute("insert into item values (1, 0), (2, 0)");
    RoutedPostgres.await()
        .until(
            () -> {
              execute("update item set version = 0");
              return node().equals("p") && readsOnReplica();
            });
    triedBefore = primary.count(JdbcOperation.STATEMENT);
  }

  private long triedOnPrimary() {
    return primary.count(JdbcOperation.STATEMENT) - triedBefore;
  }

  private boolean readsOnReplica() throws SQLException {
    try (Connection connection = reader()) {
      RoutedPostgres.read(connection, 1);
    }
    return node().equals("r");
  }

  @AfterEach
  void close() {
    primary.heal();
    replica.heal();
    standby.resumeReplay();
    routing.close();
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = routing.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Connection reader() throws SQLException {
    Connection connection = routing.getConnection();
    connection.setReadOnly(true);
    return connection;
  }

  private RouteDecision decision() {
    RouteDecision decision = routing.lastDecision();
    if (decision == null) {
      throw new AssertionError("no decision was made in this session");
    }
    return decision;
  }

  private String node() {
    return decision().node();
  }

  @Test
  void settingsAndParametersFollowToTheOtherNode() throws SQLException {
    try (Connection connection = reader();
        PreparedStatement statement =
            connection.prepareStatement(
                "select version, cast(? as timestamp), pg_is_in_recovery() from item"
                    + " where id in (?, ?) order by id")) {
      Timestamp day = Timestamp.valueOf("2020-02-03 04:05:06");
      statement.setTimestamp(1, day);
      day.setTime(0);
      statement.setInt(2, 1);
      statement.setMaxRows(1);
      statement.setObject(3, 2);
      assertRow(statement, 0, true);

      standby.pauseReplay();
      execute("update item set version = 7");
      assertRow(statement, 7, false);
      assertThat(statement.getMaxRows()).isEqualTo(1);

      statement.setInt(2, 3);
      statement.setInt(3, 3);
      try (ResultSet rows = statement.executeQuery()) {
        assertThat(rows.next()).isFalse();
      }
    }
    assertNothingIsHeld();
  }

  private static void assertRow(PreparedStatement statement, long version, boolean recovering)
      throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getLong(1)).isEqualTo(version);
      assertThat(rows.getTimestamp(2)).isEqualTo(Timestamp.valueOf("2020-02-03 04:05:06"));
      assertThat(rows.getBoolean(3)).isEqualTo(recovering);
      assertThat(rows.next()).isFalse();
    }
  }

  @Test
  void nextTransactionMayTakeTheStatementElsewhere() throws SQLException {
    try (Connection connection = reader();
        PreparedStatement statement = connection.prepareStatement("select pg_is_in_recovery()")) {
      connection.setAutoCommit(false);
      assertThat(recovering(statement)).isTrue();
      connection.commit();
      connection.setReadOnly(false);
      assertThat(recovering(statement)).isFalse();
      connection.commit();
      connection.setReadOnly(true);
      assertThat(recovering(statement)).isTrue();
      connection.commit();
    }
    assertNothingIsHeld();
  }

  private static boolean recovering(PreparedStatement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getBoolean(1);
    }
  }

  @Test
  void streamKeepsTheStatementWhereItIsUntilItIsReplaced() throws SQLException {
    try (Connection connection = reader();
        PreparedStatement statement =
            connection.prepareStatement("select version from item where ? <> '' and id = 1")) {
      statement.setCharacterStream(1, new StringReader("text"));
      standby.pauseReplay();
      execute("update item set version = 7");

      assertThatThrownBy(statement::executeQuery)
          .isInstanceOf(SQLTransientException.class)
          .hasMessageContaining("no longer fresh enough")
          .hasMessageContaining("parameter 1 is a reader, which can be read only once")
          .hasMessageContaining("Make the statement again");

      statement.setCharacterStream(1, new StringReader("text"));
      assertThat(RoutedPostgres.single(statement)).isEqualTo(7);
      statement.setString(1, "text");
      assertThat(RoutedPostgres.single(statement)).isEqualTo(7);
    }
  }

  @Test
  void startedBatchKeepsTheStatementWhereItIs() throws SQLException {
    try (Connection connection = reader();
        PreparedStatement statement =
            connection.prepareStatement("update item set version = ? where id = 1")) {
      statement.setLong(1, 5);
      statement.addBatch();
      connection.setReadOnly(false);
      assertThatThrownBy(statement::executeBatch)
          .isInstanceOf(SQLTransientException.class)
          .hasMessageContaining("parts of a batch were already added");

      statement.clearBatch();
      statement.setLong(1, 6);
      statement.addBatch();
      statement.setLong(1, 7);
      statement.addBatch();
      assertThat(statement.executeBatch()).containsExactly(1, 1);
      assertThat(RoutedPostgres.read(connection, 1)).isEqualTo(7);
    }
  }

  @Test
  void autoCommitReadRunsOnceMoreElsewhereWhenItsReplicaIsLost() throws SQLException {
    try (Connection connection = reader()) {
      replica.apply(LOST);

      assertThat(RoutedPostgres.read(connection, 1)).isZero();
      assertThat(node()).isEqualTo("p");
      assertThat(decision().rejected()).containsEntry("r", Rejection.NO_CONNECTION);
    }
    assertNothingIsHeld();
  }

  @Test
  void secondLossIsToldWithTheFirst() throws SQLException {
    try (Connection connection = reader()) {
      replica.apply(LOST);
      primary.apply(LOST.always());

      assertThatThrownBy(() -> RoutedPostgres.read(connection, 1))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08006"))
          .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
      assertThat(triedOnPrimary()).isEqualTo(1);
    }
    assertNothingIsHeld();
  }

  @Test
  void statementErrorIsNoReasonToRunAgain() throws SQLException {
    try (Connection connection = reader()) {
      replica.apply(SqlFault.on(JdbcOperation.STATEMENT).sqlState("57014"));

      assertThatThrownBy(() -> RoutedPostgres.read(connection, 1))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57014"));
      assertThat(triedOnPrimary()).isZero();
    }
  }

  @Test
  void readWithAStreamIsNotRunAgain() throws SQLException {
    try (Connection connection = reader();
        PreparedStatement statement = connection.prepareStatement("select 1 where ? <> ''")) {
      statement.setCharacterStream(1, new StringReader("text"));
      replica.apply(LOST);

      assertThatThrownBy(statement::executeQuery)
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08006"))
          .hasNoSuppressedExceptions();
      assertThat(triedOnPrimary()).isZero();
    }
  }

  @Test
  void readOnlyTransactionThatLosesItsReplicaFailsAsTransientAndIsNotRunAgain()
      throws SQLException {
    try (Connection connection = reader()) {
      connection.setAutoCommit(false);
      replica.apply(LOST);

      assertThatThrownBy(() -> RoutedPostgres.read(connection, 1))
          .isInstanceOfSatisfying(
              SQLTransientException.class, e -> assertThat(e.getSQLState()).isEqualTo("08006"))
          .hasMessageContaining("connection to node \"r\" was lost")
          .hasCauseInstanceOf(SQLException.class)
          .hasNoSuppressedExceptions();
      assertThat(triedOnPrimary()).isZero();
    }
    assertNothingIsHeld();
  }

  @Test
  void writeIsNeverRunAgainWhenThePrimaryIsLost() throws SQLException {
    primary.apply(LOST.afterwards());
    try (Connection connection = routing.getConnection()) {
      assertThatThrownBy(() -> RoutedPostgres.write(connection, 1))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08006"));
    }
    assertThat(triedOnPrimary()).isEqualTo(1);
    try (Connection connection = reader();
        ReadScope scope = ReadScope.open(Consistency.primary())) {
      assertThat(RoutedPostgres.read(connection, 1)).isEqualTo(1);
    }
  }

  @Test
  void preparedStatementOutlivesTheConnectionItWasFirstMadeOn() throws SQLException {
    try (Connection connection = routing.getConnection();
        PreparedStatement statement =
            connection.prepareStatement("update item set version = ? where id = ?")) {
      statement.setInt(2, 1);
      statement.setLong(1, 5);
      primary.apply(LOST);
      assertThatThrownBy(statement::executeUpdate).isInstanceOf(SQLException.class);

      statement.setLong(1, 6);
      assertThat(statement.executeUpdate()).isEqualTo(1);
      assertThat(RoutedPostgres.read(connection, 1)).isEqualTo(6);
    }
    assertNothingIsHeld();
  }

  private void assertNothingIsHeld() {
    assertThat(routing.nodes()).allSatisfy(node -> assertThat(node.inFlight()).isZero());
  }
}
