package dev.persistence.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.persistence.core.consistency.Consistency;
import dev.persistence.core.sql.Dialect;
import dev.persistence.core.transaction.Transactions;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A failure that the application keeps to itself, though PostgreSQL gives the transaction up. */
@WithPostgres
class SwallowedFailureDatabaseTest {

  private final RoutedPostgres orders;

  SwallowedFailureDatabaseTest(PostgresCluster cluster) {
    this.orders = RoutedPostgres.patient(cluster);
  }

  @BeforeEach
  void create() throws SQLException {
    orders.createItems(1);
  }

  @AfterEach
  void close() {
    orders.close();
  }

  private static void writeAndSwallow(Connection connection) throws SQLException {
    RoutedPostgres.write(connection, 1);
    try (Statement statement = connection.createStatement()) {
      statement.execute("insert into item values (1, 0)");
    } catch (SQLException duplicate) {
      assertThat(duplicate.getSQLState()).isEqualTo("23505");
    }
  }

  @Test
  void transactionsDoNotReportSuchWorkAsCommitted() throws SQLException {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                Transactions.of(orders.routing())
                    .run(SwallowedFailureDatabaseTest::writeAndSwallow))
        .withMessageContaining("kept a failure to itself");
    assertThat(orders.read(1, Consistency.primary())).isZero();
  }

  /** A routed data source answers as its drivers do; whoever wants to know asks. */
  @Test
  void commitAloneIsAsSilentAsTheDriver() throws SQLException {
    try (Connection connection = orders.routing().getConnection()) {
      connection.setAutoCommit(false);
      writeAndSwallow(connection);
      connection.commit();
    }
    assertThat(orders.read(1, Consistency.primary())).isZero();
  }

  @Test
  void rollbackOnlyEndsWithTheTransactionAndPinsNoNode() throws SQLException {
    try (Connection connection = orders.routing().getConnection()) {
      assertThat(Dialect.isRollbackOnly(connection)).isFalse();
      connection.setAutoCommit(false);
      RoutedPostgres.write(connection, 1);
      assertThat(Dialect.isRollbackOnly(connection)).isFalse();
      writeAndSwallow(connection);
      assertThat(Dialect.isRollbackOnly(connection)).isTrue();
      connection.rollback();
      assertThat(Dialect.isRollbackOnly(connection)).isFalse();
    }
  }
}
