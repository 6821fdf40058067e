package dev.persistence.testkit.fault;

import static dev.persistence.testkit.fault.JdbcOperation.CLOSE;
import static dev.persistence.testkit.fault.JdbcOperation.COMMIT;
import static dev.persistence.testkit.fault.JdbcOperation.GET_CONNECTION;
import static dev.persistence.testkit.fault.JdbcOperation.ROLLBACK;
import static dev.persistence.testkit.fault.JdbcOperation.STATEMENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.testkit.postgres.PostgresCluster;
import dev.persistence.testkit.time.ManualTimeSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

class FaultyDataSourceDatabaseTest {

  private static PostgresCluster cluster;

  private final ManualTimeSource time = ManualTimeSource.skipping();
  private FaultyDataSource faulty;

  @BeforeAll
  static void startCluster() {
    cluster = PostgresCluster.builder().standbys(0).start();
  }

  @AfterAll
  static void closeCluster() {
    cluster.close();
  }

  @BeforeEach
  void emptyTable() throws SQLException {
    faulty = FaultyDataSource.wrap(cluster.primary().dataSource(), time);
    try (Connection connection = faulty.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE IF NOT EXISTS entry (id int)");
      statement.execute("TRUNCATE entry");
    }
  }

  @Test
  void nothingFailsByItself() throws SQLException {
    insertInTransaction();
    assertThat(rows()).isEqualTo(1);
  }

  @Test
  void nextConnectionsFail() throws SQLException {
    faulty.apply(SqlFault.on(GET_CONNECTION).sqlState("08001").times(2));
    assertState("08001", faulty::getConnection);
    assertState("08001", faulty::getConnection);
    faulty.getConnection().close();
    assertThat(faulty.count(GET_CONNECTION)).isEqualTo(4);
  }

  @Test
  void nthStatementFailsBeforeItReachesTheDatabase() throws SQLException {
    faulty.apply(SqlFault.on(STATEMENT).sqlState("40001").vendorCode(7).skip(1));
    insert();
    assertThatThrownBy(this::insert)
        .isInstanceOfSatisfying(
            SQLException.class,
            failure -> {
              assertThat(failure.getSQLState()).isEqualTo("40001");
              assertThat(failure.getErrorCode()).isEqualTo(7);
              assertThat(failure.getMessage()).contains("planted fault");
            });
    insert();
    faulty.heal();
    assertThat(rows()).isEqualTo(2);
  }

  @Test
  void statementFailsAfterItTookEffect() throws SQLException {
    faulty.apply(SqlFault.on(STATEMENT).sqlState("08006").afterwards());
    assertState("08006", this::insert);
    assertThat(rows()).isEqualTo(1);
  }

  @Test
  void commitFailsBeforeItHappened() throws SQLException {
    faulty.apply(SqlFault.on(COMMIT).sqlState("08006").breaking());
    assertState("08006", this::insertInTransaction);
    assertThat(rows()).isZero();
  }

  @Test
  void commitHappensAndItsAnswerIsLost() throws SQLException {
    faulty.apply(SqlFault.on(COMMIT).sqlState("08006").afterwards().breaking());
    assertState("08006", this::insertInTransaction);
    assertThat(rows()).isEqualTo(1);
    assertThat(faulty.count(COMMIT)).isEqualTo(1);
  }

  @Test
  void rollbackAndCloseFail() throws SQLException {
    faulty.apply(SqlFault.on(ROLLBACK).sqlState("08007"), SqlFault.on(CLOSE).sqlState("08000"));
    Connection connection = faulty.getConnection();
    connection.setAutoCommit(false);
    assertState("08007", connection::rollback);
    connection.rollback();
    assertState("08000", connection::close);
    assertThat(connection.isClosed()).isFalse();
    connection.close();
    assertThat(connection.isClosed()).isTrue();
  }

  @Test
  void secondCloseIsNoOperation() throws SQLException {
    Connection connection = faulty.getConnection();
    long before = faulty.count(CLOSE);
    connection.close();
    connection.close();
    assertThat(faulty.count(CLOSE)).isEqualTo(before + 1);
  }

  @Test
  void brokenConnectionServesNothingMore() throws SQLException {
    faulty.apply(SqlFault.on(STATEMENT).sqlState("57P01").breaking());
    try (Connection connection = faulty.getConnection();
        PreparedStatement statement = connection.prepareStatement("SELECT 1")) {
      assertState("57P01", statement::executeQuery);
      assertState("08003", statement::executeQuery);
      assertState("08003", connection::createStatement);
      assertState("08003", connection::rollback);
      assertThat(connection.isValid(1)).isFalse();
      assertThat(connection.isClosed()).isTrue();
    }
  }

  @Test
  void operationThatABreakForestallsDoesNotSeemToSucceed() throws SQLException {
    faulty.apply(SqlFault.on(COMMIT).breaking());
    assertState("08003", this::insertInTransaction);
    assertThat(rows()).isZero();
    faulty.apply(SqlFault.on(STATEMENT).breaking());
    assertState("08003", this::insert);
    assertThat(rows()).isZero();
    faulty.apply(SqlFault.on(CLOSE).breaking());
    faulty.getConnection().close();
  }

  @Test
  void unwrapFindsTheFaultyDataSourceBehindOthers() throws SQLException {
    FaultyDataSource outer = FaultyDataSource.wrap(faulty);
    assertThat(outer.isWrapperFor(FaultyDataSource.class)).isTrue();
    assertThat(outer.unwrap(FaultyDataSource.class)).isSameAs(outer);
    assertThat(outer.isWrapperFor(PGConnection.class)).isFalse();
  }

  @Test
  void delayTakesTheTimeGiven() throws SQLException {
    faulty.apply(SqlFault.on(STATEMENT).delay(Duration.ofMinutes(3)).always());
    insert();
    insert();
    assertThat(time.sleeps()).containsExactly(Duration.ofMinutes(3), Duration.ofMinutes(3));
    assertThat(rows()).isEqualTo(2);
  }

  @Test
  void statementReturnsTheFailingConnection() throws SQLException {
    try (Connection connection = faulty.getConnection();
        Statement statement = connection.createStatement()) {
      assertThat(statement.getConnection()).isSameAs(connection).isEqualTo(connection);
      assertThat(connection).isNotEqualTo(statement).hasSameHashCodeAs(connection);
      assertThat(connection.unwrap(PGConnection.class)).isNotNull();
    }
  }

  @Test
  void failureOfTheDatabaseIsPassedOnUnchanged() throws SQLException {
    try (Connection connection = faulty.getConnection();
        Statement statement = connection.createStatement()) {
      assertState("42P01", () -> statement.execute("SELECT * FROM nowhere"));
    }
  }

  @Test
  void concurrentOperationsAreStruckExactlySoOften() {
    faulty.apply(SqlFault.on(STATEMENT).sqlState("40001").skip(10).times(15));
    AtomicInteger failed = new AtomicInteger();
    IntStream.range(0, 40)
        .parallel()
        .forEach(
            i -> {
              try {
                insert();
              } catch (SQLException e) {
                failed.incrementAndGet();
              }
            });
    assertThat(failed).hasValue(15);
  }

  @Test
  @SuppressWarnings("NullAway") // Callers without a null checker may pass null.
  void nonsenseIsRejected() {
    assertThatThrownBy(() -> SqlFault.on(COMMIT).times(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("times is 0");
    assertThatThrownBy(() -> SqlFault.on(COMMIT).sqlState(" "))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sqlState is  ; allowed: five");
    assertThatThrownBy(() -> SqlFault.on(COMMIT).sqlState("deadlock"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sqlState is deadlock; allowed: five");
    assertThatThrownBy(() -> faulty.apply(SqlFault.on(COMMIT), null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("faults contains null");
    assertThat(SqlFault.on(COMMIT).skip(2).times(3).sqlState("08006").afterwards().breaking())
        .hasToString("COMMIT after 2 3 times fails with 08006 once done and breaks the connection");
  }

  private void insert() throws SQLException {
    try (Connection connection = faulty.getConnection();
        PreparedStatement statement = connection.prepareStatement("INSERT INTO entry VALUES (1)")) {
      statement.executeUpdate();
    }
  }

  private void insertInTransaction() throws SQLException {
    try (Connection connection = faulty.getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("INSERT INTO entry VALUES (1)");
      connection.commit();
    }
  }

  private static int rows() throws SQLException {
    try (Connection connection = cluster.primary().dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT count(*) FROM entry")) {
      result.next();
      return result.getInt(1);
    }
  }

  private static void assertState(String state, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            SQLException.class, failure -> assertThat(failure.getSQLState()).isEqualTo(state));
  }
}
