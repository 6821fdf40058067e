package dev.persistence.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.sql.SQLException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What stands before the routed data source is a HikariCP pool with one habit or another. */
@WithPostgres(standbys = 1)
class SelfTestDatabaseTest {

  private final PostgresCluster cluster;
  private final RoutedPostgres orders;
  private final HikariDataSource outer = new HikariDataSource();

  SelfTestDatabaseTest(PostgresCluster cluster) {
    this.cluster = cluster;
    this.orders = new RoutedPostgres(cluster, UnaryOperator.identity());
  }

  @BeforeEach
  void awaitReplica() throws SQLException {
    orders.createItems(1);
    orders.awaitServedBy("r1");
    outer.setDataSource(orders.routing());
    outer.setMaximumPoolSize(1);
  }

  @AfterEach
  void close() {
    outer.close();
    orders.close();
  }

  private SelfTestResult test() throws SQLException {
    return orders.routing().selfTest(outer);
  }

  @Test
  void passesWhereNothingIsInTheWay() throws Exception {
    SelfTestResult result = orders.routing().selfTest(orders.routing());

    assertThat(result.passed()).as(result.toString()).isTrue();
    assertThat(result.text()).startsWith("r1 (replica)");
  }

  @Test
  void passesThroughAnOrdinaryPool() throws Exception {
    assertThat(test().passed()).isTrue();
  }

  @Test
  void namesTheDataSourceThatRunsAStatementFirst() throws Exception {
    outer.setConnectionInitSql("select 1");
    outer.setAutoCommit(false);

    SelfTestResult result = test();

    assertThat(result.passed()).isFalse();
    assertThat(result.text()).contains("HikariDataSource runs a statement");
  }

  @Test
  void namesTheForeignDataSource() throws Exception {
    SelfTestResult result = orders.routing().selfTest(cluster.primary().dataSource());

    assertThat(result.passed()).isFalse();
    assertThat(result.text()).contains("no connection of this routed data source was used");
    assertThat(result.decision()).isNull();
  }

  @Test
  void tellsWhyNoReplicaWasUsed() throws Exception {
    orders.routing().drain("r1");

    SelfTestResult result = orders.routing().selfTest(orders.routing());

    assertThat(result.passed()).isFalse();
    assertThat(result.text()).contains("r1 is being drained");
  }
}
