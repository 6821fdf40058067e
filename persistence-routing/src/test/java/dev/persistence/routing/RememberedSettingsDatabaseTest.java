package dev.persistence.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A setting stays what the connection says it is, whatever becomes of the transactions. */
@WithPostgres(standbys = 1)
class RememberedSettingsDatabaseTest {

  private final RoutedPostgres orders;
  private final PostgresCluster cluster;

  RememberedSettingsDatabaseTest(PostgresCluster cluster) {
    this.cluster = cluster;
    this.orders = RoutedPostgres.patient(cluster);
  }

  @BeforeEach
  void createSchemas() throws SQLException {
    for (String schema : new String[] {"one", "two"}) {
      orders.execute("drop schema if exists " + schema + " cascade");
      orders.execute("create schema " + schema);
      orders.execute("create table " + schema + ".note (text text)");
    }
    cluster.awaitReplicated();
  }

  @AfterEach
  void close() {
    orders.close();
  }

  private static String schemaSeenByTheServer(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select current_schema()")) {
      row.next();
      return row.getString(1);
    }
  }

  private static void workInSchemaOne(Connection connection) throws SQLException {
    connection.setSchema("one");
    connection.setAutoCommit(false);
    assertThat(schemaSeenByTheServer(connection)).isEqualTo("one");
    connection.commit();
  }

  private static void assertIsInSchemaTwo(Connection connection) throws SQLException {
    assertThat(connection.getSchema()).isEqualTo("two");
    assertThat(schemaSeenByTheServer(connection)).isEqualTo("two");
  }

  @Test
  void schemaThatWasSetBetweenTransactionsOutlivesARollback() throws SQLException {
    for (boolean readOnly : new boolean[] {false, true}) {
      try (Connection connection = orders.routing().getConnection()) {
        connection.setReadOnly(readOnly);
        workInSchemaOne(connection);
        connection.setAutoCommit(true);
        connection.setSchema("two");
        connection.setAutoCommit(false);
        assertIsInSchemaTwo(connection);
        connection.rollback();

        assertIsInSchemaTwo(connection);
        connection.commit();
      }
    }
  }

  @Test
  void schemaThatWasSetInATransactionOutlivesItsRollback() throws SQLException {
    try (Connection connection = orders.routing().getConnection()) {
      workInSchemaOne(connection);
      assertThat(schemaSeenByTheServer(connection)).isEqualTo("one");
      connection.setSchema("two");
      assertIsInSchemaTwo(connection);
      connection.rollback();

      assertIsInSchemaTwo(connection);
    }
  }

  @Test
  void schemaThatWasSetAfterASavepointOutlivesARollbackToIt() throws SQLException {
    try (Connection connection = orders.routing().getConnection()) {
      workInSchemaOne(connection);
      Savepoint before = connection.setSavepoint();
      connection.setSchema("two");
      assertIsInSchemaTwo(connection);
      connection.rollback(before);

      assertIsInSchemaTwo(connection);
    }
  }
}
