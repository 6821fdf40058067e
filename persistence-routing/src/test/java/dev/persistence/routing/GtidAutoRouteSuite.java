package dev.persistence.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Statements are read in the syntax of MySQL, not in one that every engine understands. */
abstract class GtidAutoRouteSuite {

  final RoutedGtid orders;

  /**
   * @param orders with one replica, and {@link #autoRouted}
   */
  GtidAutoRouteSuite(RoutedGtid orders) {
    this.orders = orders;
  }

  static RoutingDataSourceBuilder autoRouted(RoutingDataSourceBuilder builder) {
    return builder.autoRoute().maxWait(Duration.ofSeconds(2)).sampleTimeout(Duration.ofSeconds(2));
  }

  @BeforeEach
  void createItems() throws SQLException {
    orders.createItems(3);
    RoutedCluster.await().until(() -> nodeOf("select 1").equals("r1"));
  }

  @AfterEach
  void close() {
    orders.close();
  }

  final String nodeOf(String sql) throws SQLException {
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
  void plainReadGoesToAReplica() throws SQLException {
    assertThat(nodeOf("select version from item where id = 1")).isEqualTo("r1");
    assertThat(nodeOf("select `id` from `item` # for update")).isEqualTo("r1");
    assertThat(nodeOf("select 'it\\'s', id from item")).isEqualTo("r1");
    assertThat(nodeOf("/* a plain comment */ select id from item limit 1, 2")).isEqualTo("r1");
  }

  @Test
  void lockingReadGoesToThePrimary() throws SQLException {
    assertThat(nodeOf("select version from item where id = 1 for update")).isEqualTo("p");
    assertThat(orders.decision().reason()).isEqualTo(RouteReason.VETOED);
    assertThat(nodeOf("select version from item where id = 1 lock in share mode")).isEqualTo("p");
    assertThat(nodeOf("select id from (select id from item for update) as locked")).isEqualTo("p");
  }

  @Test
  void executableCommentGoesToThePrimary() throws SQLException {
    assertThat(nodeOf("select version from item where id = 1 /*!50000 for update */"))
        .isEqualTo("p");
    assertThat(nodeOf("/*! update item set version = 4 */")).isEqualTo("p");
  }

  @Test
  void functionsOfTheSessionGoToThePrimary() throws SQLException {
    assertThat(nodeOf("select get_lock('orders', 0)")).isEqualTo("p");
    assertThat(nodeOf("select last_insert_id()")).isEqualTo("p");
    assertThat(nodeOf("select @seen := id from item")).isEqualTo("p");
  }

  @Test
  void lastInsertIdIsThatOfTheWriteBefore() throws SQLException {
    try (Connection connection = orders.routing().getConnection()) {
      long version = orders.increment(connection, 2);
      assertThat(single(connection, "select count(*) from item")).isEqualTo(3);
      assertThat(single(connection, "select last_insert_id()")).isEqualTo(version);
      assertThat(orders.node()).isEqualTo("p");
    }
  }
}
