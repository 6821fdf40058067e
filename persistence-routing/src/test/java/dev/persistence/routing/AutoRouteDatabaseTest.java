package dev.persistence.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.core.consistency.Consistency;
import dev.persistence.core.consistency.ReadScope;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Statements without any other sign are routed by their texts, and no text makes a write a read.
 */
@WithPostgres(standbys = 1)
class AutoRouteDatabaseTest {

  private final PostgresCluster cluster;
  private final RoutedPostgres orders;

  AutoRouteDatabaseTest(PostgresCluster cluster) {
    this.cluster = cluster;
    this.orders =
        new RoutedPostgres(
            cluster,
            builder ->
                builder
                    .autoRoute()
                    .maxWait(Duration.ofSeconds(2))
                    .sampleTimeout(Duration.ofSeconds(2)));
  }

  @BeforeEach
  void createItems() throws SQLException {
    orders.createItems(3);
    orders.execute("drop sequence if exists numbers");
    orders.execute("create sequence numbers");
    cluster.awaitReplicated();
    RoutedPostgres.await().until(() -> nodeOf("select 1").equals("r1"));
  }

  @AfterEach
  void close() {
    orders.close();
  }

  private String nodeOf(String sql) throws SQLException {
    orders.execute(sql);
    return orders.node();
  }

  private static long single(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  @Test
  void plainReadGoesToAReplicaAndTheRestToThePrimary() throws SQLException {
    assertThat(nodeOf("select * from item")).isEqualTo("r1");
    assertThat(nodeOf("update item set version = 1")).isEqualTo("p");
    assertThat(orders.decision().reason()).isEqualTo(RouteReason.VETOED);
    assertThat(nodeOf("select * from item for update")).isEqualTo("p");
    assertThat(nodeOf("select nextval('numbers')")).isEqualTo("p");
    assertThat(nodeOf("select pg_advisory_xact_lock(1)")).isEqualTo("p");
  }

  @Test
  void functionsOfTheDatabaseAreJudgedByTheirVolatilityOnceOneWasMet() throws SQLException {
    orders.execute(
        "create or replace function price(id int) returns bigint stable language sql"
            + " as 'select version from item where item.id = price.id'");
    orders.execute(
        "create or replace function tick() returns bigint volatile language sql as 'select 1::bigint'");
    cluster.awaitReplicated();

    assertThat(nodeOf("select price(1)")).as("not known yet").isEqualTo("p");
    RoutedPostgres.await().until(() -> nodeOf("select price(1)").equals("r1"));
    assertThat(nodeOf("select tick()")).isEqualTo("p");
    assertThat(nodeOf("select tick()")).isEqualTo("p");
    assertThat(nodeOf("select pg_advisory_xact_lock(1)")).isEqualTo("p");
  }

  @Test
  void unwrappedConnectionIsThePrimarysWhateverWasReadBefore() throws SQLException {
    try (Connection connection = orders.routing().getConnection()) {
      assertThat(single(connection, "select version from item where id = 1")).isZero();
      assertThat(orders.node()).isEqualTo("r1");

      connection.unwrap(org.postgresql.PGConnection.class);

      assertThat(orders.node()).isEqualTo("p");
    }
  }

  @Test
  void updatableResultIsNoPlainRead() throws SQLException {
    try (Connection connection = orders.routing().getConnection();
        Statement statement =
            connection.createStatement(
                ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE);
        ResultSet row = statement.executeQuery("select id, version from item where id = 1")) {
      assertThat(row.next()).isTrue();
      row.updateLong("version", 9);
      row.updateRow();

      assertThat(orders.node()).isEqualTo("p");
    }
  }

  @Test
  void preparedStatementIsJudgedByItsText() throws SQLException {
    try (Connection connection = orders.routing().getConnection();
        PreparedStatement read =
            connection.prepareStatement("select version from item where id = ?");
        PreparedStatement write =
            connection.prepareStatement("update item set version = 7 where id = ?")) {
      for (int id = 1; id <= 3; id++) {
        write.setInt(1, id);
        assertThat(write.executeUpdate()).isEqualTo(1);
        assertThat(orders.node()).isEqualTo("p");
        read.setInt(1, id);
        assertThat(RoutedPostgres.single(read)).as("its own write").isEqualTo(7);
        assertThat(orders.node()).isEqualTo("r1");
      }
    }
  }

  @Test
  void readInsideAWritingTransactionStaysWithIt() throws SQLException {
    try (Connection connection = orders.routing().getConnection()) {
      connection.setAutoCommit(false);
      assertThat(single(connection, "select count(*) from item")).isEqualTo(3);
      assertThat(orders.node()).isEqualTo("p");
      connection.rollback();
    }
  }

  @Test
  void declaredReadIsVetoedByItsText() throws SQLException {
    try (ReadScope scope = ReadScope.open(Consistency.eventual())) {
      assertThat(nodeOf("select 1")).isEqualTo("r1");
      assertThat(nodeOf("select * from item for share")).isEqualTo("p");
      assertThat(nodeOf("update item set version = 2")).isEqualTo("p");
    }
  }

  @Test
  void firstStatementDecidesForItsTransaction() throws SQLException {
    try (Connection connection = orders.routing().getConnection()) {
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      assertThat(single(connection, "select count(*) from item")).isEqualTo(3);
      assertThat(orders.node()).isEqualTo("r1");
      assertThatThrownBy(() -> single(connection, "select nextval('numbers')"))
          .isInstanceOf(SQLException.class)
          .extracting(failure -> ((SQLException) failure).getSQLState())
          .isEqualTo("25006");
      connection.rollback();
      assertThatThrownBy(() -> single(connection, "select nextval('numbers')"))
          .as("read-only on the primary too")
          .isInstanceOf(SQLException.class);
      assertThat(orders.node()).isEqualTo("p");
    }
  }

  @Test
  void sessionFunctionFindsWhatTheWriteLeft() throws SQLException {
    try (Connection connection = orders.routing().getConnection()) {
      long next = single(connection, "select nextval('numbers')");
      assertThat(single(connection, "select count(*) from item")).isEqualTo(3);
      assertThat(orders.node()).isEqualTo("r1");
      assertThat(single(connection, "select currval('numbers')")).isEqualTo(next);
      assertThat(orders.node()).isEqualTo("p");
    }
  }

  @Test
  void connectionWhoseSessionWasChangedStaysOnThePrimary() throws SQLException {
    try (Connection connection = orders.routing().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create temporary table mine as select 1 as id");
      assertThat(single(connection, "select id from mine")).isEqualTo(1);
      assertThat(orders.node()).isEqualTo("p");
    }
    assertThat(nodeOf("select 1")).as("another connection").isEqualTo("r1");
  }

  @Test
  void writeThatItsTextDoesNotShowRunsOnceMoreOnThePrimary() throws SQLException {
    orders.execute("create or replace view hidden as select nextval('numbers') as n");
    cluster.awaitReplicated();
    RoutedPostgres.await().until(() -> nodeOf("select 1").equals("r1"));

    assertThat(nodeOf("select n from hidden")).isEqualTo("p");
    assertThat(nodeOf("select n from hidden")).isEqualTo("p");
    assertThat(orders.decision().reason()).as("remembered").isEqualTo(RouteReason.VETOED);
    orders.execute("drop view hidden");
  }
}
