package dev.persistence.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.core.consistency.Consistency;
import dev.persistence.core.consistency.ConsistencyToken;
import dev.persistence.core.consistency.Session;
import dev.persistence.testkit.DatabaseCluster;
import dev.persistence.testkit.DatabaseNode;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What it is worth that the driver tells the position of each commit. */
abstract class ExactPositionSuite {

  private static final int WRITES = 20;

  private final DatabaseCluster<?> cluster;
  private final DatabaseNode replica;
  private final String urlOptions;

  /** Does not sample within a test again, nor waits for it. */
  final RoutedGtid orders;

  /**
   * @param urlOptions what makes the driver tell positions
   */
  ExactPositionSuite(DatabaseCluster<?> cluster, String urlOptions) {
    this.cluster = cluster;
    this.replica = cluster.replicas().get(0);
    this.urlOptions = urlOptions;
    this.orders = routed(urlOptions, ExactPositionSuite::sampledOnce);
  }

  private RoutedGtid routed(String options, UnaryOperator<RoutingDataSourceBuilder> settings) {
    return new RoutedGtid(cluster, options, settings);
  }

  private static RoutingDataSourceBuilder sampledOnce(RoutingDataSourceBuilder builder) {
    return builder
        .sampleTimeout(Duration.ofSeconds(20))
        .samplePeriod(Duration.ofMinutes(1))
        .idleSamplePeriod(Duration.ofMinutes(1))
        .maxWait(Duration.ZERO);
  }

  @BeforeEach
  void create() throws Exception {
    orders.createItems(2);
    awaitSampled(orders);
  }

  /** Waits for the first samples. */
  private static void awaitSampled(RoutedCluster routed) {
    RoutedCluster.await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> routed.routing().nodes().stream().allMatch(node -> node.staleness() != null));
  }

  @AfterEach
  void close() {
    replica.resumeReplay();
    orders.close();
  }

  interface Write {
    void run() throws SQLException;
  }

  private List<ConsistencyToken> tokensOf(Write write) throws SQLException {
    try (Session session = Session.open()) {
      write.run();
      return session.tokens();
    }
  }

  /**
   * What a token says.
   *
   * @param told the position in the token
   * @param written the primary's position after the write, and before what others did next
   */
  private record Told(Position told, Position written) {}

  private Told tell(Write write) throws SQLException {
    ReplicationDialect dialect = orders.routing().config().dialect();
    try (Session session = Session.open();
        Connection another = cluster.primary().dataSource().getConnection();
        Statement statement = another.createStatement()) {
      write.run();
      NodeSample after = dialect.probe(another).sample();
      statement.execute("update item set version = version + 100 where id = 2");
      ConsistencyToken token = session.tokens().get(0);
      assertThat(token.epoch()).isEqualTo(after.epoch());
      Position told = dialect.parse(token.position());
      assertThat(told).matches(position -> position.covers(after.position()), "covers the write");
      return new Told(told, after.position());
    }
  }

  /** The token stands for the write alone, and not for what others did after it. */
  private void assertExact(Write write) throws SQLException {
    Told token = tell(write);
    assertThat(token.told()).isEqualTo(token.written());
  }

  final void assertBounded(Write write) throws SQLException {
    Told token = tell(write);
    assertThat(token.told()).isNotEqualTo(token.written());
  }

  @Test
  void autoCommittedWriteNeedsNoSampleForItsToken() throws Exception {
    assertExact(() -> orders.write(1));
  }

  @Test
  void transactionNeedsNoSampleForItsToken() throws Exception {
    assertExact(this::writeTwice);
  }

  private void writeTwice() throws SQLException {
    try (Connection connection = orders.routing().getConnection()) {
      connection.setAutoCommit(false);
      orders.increment(connection, 1);
      RoutedCluster.read(connection, 2);
      orders.increment(connection, 2);
      connection.commit();
    }
  }

  @Test
  void transactionThatReadLastNeedsNoSampleForItsToken() throws Exception {
    assertExact(
        () -> {
          try (Connection connection = orders.routing().getConnection()) {
            connection.setAutoCommit(false);
            orders.increment(connection, 1);
            RoutedCluster.read(connection, 2);
            connection.commit();
          }
        });
  }

  @Test
  void writeAfterAReadOnThePrimaryNeedsNoSampleForItsToken() throws Exception {
    assertExact(
        () -> {
          try (Connection connection = orders.routing().getConnection()) {
            RoutedCluster.read(connection, 2);
            orders.increment(connection, 1);
          }
        });
  }

  @Test
  void transactionEndedByAutoCommitNeedsNoSampleForItsToken() throws Exception {
    assertExact(
        () -> {
          try (Connection connection = orders.routing().getConnection()) {
            connection.setAutoCommit(false);
            orders.increment(connection, 1);
            connection.setAutoCommit(true);
          }
        });
  }

  @Test
  void batchNeedsNoSampleForItsToken() throws Exception {
    assertExact(
        () -> {
          try (Connection connection = orders.routing().getConnection();
              Statement statement = connection.createStatement()) {
            statement.addBatch("update item set version = 7 where id = 1");
            statement.addBatch("update item set version = 8 where id = 2");
            statement.executeBatch();
          }
        });
  }

  @Test
  void readOnThePrimaryAfterTheWriteHasNoPosition() throws Exception {
    assertBounded(
        () -> {
          orders.write(1);
          orders.execute("select 1");
        });
  }

  @Test
  void writeThatFailedHasNoPosition() throws Exception {
    assertBounded(
        () -> {
          try (Connection connection = orders.routing().getConnection()) {
            orders.increment(connection, 1);
            assertFails(connection);
          }
        });
  }

  @Test
  void writeThatFailedHasNotThePositionOfTheOneBeforeOnItsConnection() throws Exception {
    assertBounded(
        () -> {
          orders.write(1);
          try (Connection connection = orders.routing().getConnection()) {
            assertFails(connection);
          }
        });
  }

  private static void assertFails(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute("insert into item values (1, 0)"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("Duplicate");
    }
  }

  @Test
  void procedureThatReadsAfterItsCommitHasNoPosition() throws Exception {
    orders.execute("drop procedure if exists touch");
    orders.execute(
        "create procedure touch() begin"
            + " update item set version = 9 where id = 1; select version from item; end");

    assertBounded(() -> orders.execute("call touch()"));
  }

  @Test
  void driverThatIsNotAskedToListenTellsNothing() throws Exception {
    try (RoutedGtid deaf = routed("", ExactPositionSuite::sampledOnce)) {
      awaitSampled(deaf);

      assertBounded(() -> deaf.write(1));
    }
  }

  @Test
  void onlyADriverThatIsAskedToListenIsWatched() throws Exception {
    ReplicationDialect dialect = orders.routing().config().dialect();
    String url = cluster.primary().jdbcUrl();

    try (Connection deaf = DriverManager.getConnection(url);
        Connection listening = DriverManager.getConnection(url + urlOptions)) {
      assertThat(dialect.watch(deaf)).isNull();
      assertThat(dialect.watch(listening)).isNotNull();
    }
  }

  @Test
  void positionCostsNoStatement() throws Exception {
    try (RoutedGtid deaf = routed("", ExactPositionSuite::sampledOnce)) {
      awaitSampled(deaf);

      assertThat(statements(orders)).isEqualTo(statements(deaf)).isEqualTo(3 * WRITES + 1);
    }
  }

  /** Returns how many statements the primary saw for as many writes, every second by commit(). */
  private static long statements(RoutedCluster routed) throws SQLException {
    try (Session session = Session.open();
        Connection connection = routed.routing().getConnection()) {
      connection.setAutoCommit(false);
      long before = questions(connection);
      for (int i = 0; i < WRITES; i++) {
        routed.increment(connection, 1);
        routed.increment(connection, 2);
        connection.commit();
      }
      return questions(connection) - before;
    }
  }

  private static long questions(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("show session status like 'Questions'")) {
      row.next();
      return row.getLong(2);
    }
  }

  @Test
  void tokenIsSatisfiedInAnotherProcessByAReplicaThatHasNoMore() throws Exception {
    try (RoutedGtid other = routed(urlOptions, RoutedCluster::patient)) {
      List<ConsistencyToken> tokens = tokensOf(() -> orders.write(1));
      awaitServedByReplica(other, tokens);
      replica.pauseReplay();
      orders.write(1);

      try (Session session = Session.resume(tokens)) {
        assertThat(other.read(1)).isEqualTo(1);
        assertThat(other.node()).isEqualTo("r1");
      }
      assertThat(other.read(1, Consistency.atLeast(tokens.get(0)))).isEqualTo(1);
      assertThat(other.node()).isEqualTo("r1");
    }
  }

  private static void awaitServedByReplica(RoutedCluster routed, List<ConsistencyToken> tokens) {
    RoutedCluster.await()
        .until(
            () -> {
              try (Session session = Session.resume(tokens)) {
                routed.read(1);
                return routed.node().equals("r1");
              }
            });
  }

  @Test
  void tokenThatTheReplicaLacksLeadsToThePrimary() throws Exception {
    try (RoutedGtid other = routed(urlOptions, RoutedCluster::patient)) {
      awaitServedByReplica(other, List.of());
      replica.pauseReplay();
      List<ConsistencyToken> tokens = tokensOf(() -> orders.write(1));

      try (Session session = Session.resume(tokens)) {
        assertThat(other.read(1)).isEqualTo(1);
        assertThat(other.node()).isEqualTo("p");
      }
      assertThat(other.read(1, Consistency.atLeast(tokens.get(0)))).isEqualTo(1);
      assertThat(other.decision().rejected()).containsEntry("r1", Rejection.BEHIND_TOKEN);
    }
  }
}
