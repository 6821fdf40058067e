package dev.persistence.core.transaction;

import static dev.persistence.core.transaction.TransactionContext.Completion.COMMITTED;
import static dev.persistence.core.transaction.TransactionContext.Completion.ROLLED_BACK;
import static dev.persistence.core.transaction.TransactionContext.Completion.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.persistence.core.ConnectingDataSource;
import dev.persistence.core.InterceptedConnection;
import dev.persistence.core.TestDatabase;
import dev.persistence.core.transaction.TransactionContext.Completion;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What those hear who act with a transaction on a real server. */
abstract class TransactionContextSuite {

  private final List<Completion> ends = new ArrayList<>();

  abstract TestDatabase database();

  @BeforeEach
  void createAccounts() throws SQLException {
    database()
        .execute(
            "DROP TABLE IF EXISTS accounts",
            "CREATE TABLE accounts (id int PRIMARY KEY, balance int NOT NULL)",
            "INSERT INTO accounts VALUES (1, 100)");
  }

  private static TransactionContext current() {
    return Objects.requireNonNull(TransactionContext.current());
  }

  private static void withdraw(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("UPDATE accounts SET balance = balance - 1 WHERE id = 1");
    }
  }

  private long balance() throws SQLException {
    return database().number("SELECT balance FROM accounts WHERE id = 1");
  }

  private static <T> Consumer<T> unchecked(
      Transactions.Action<SQLException> action, Connection on) {
    return ignored -> {
      try {
        action.accept(on);
      } catch (SQLException failure) {
        throw new AssertionError(failure);
      }
    };
  }

  @Test
  void whatWasCommittedIsVisibleToOthersAfterwards() throws SQLException {
    List<Long> seen = new ArrayList<>();
    Transactions.of(database().dataSource())
        .run(
            connection -> {
              withdraw(connection);
              current()
                  .beforeCommit(() -> unchecked(on -> seen.add(balance()), connection).accept(1));
              current().afterCompletion(unchecked(on -> seen.add(balance()), connection));
              current().afterCompletion(ends::add);
            });
    assertThat(seen).containsExactly(100L, 99L);
    assertThat(ends).containsExactly(COMMITTED);
  }

  @Test
  void theOnlyConnectionOfAPoolIsFreeAfterwards() throws SQLException {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(database().url());
    config.setMaximumPoolSize(1);
    config.setConnectionTimeout(10_000);
    try (HikariDataSource pool = new HikariDataSource(config)) {
      Transactions transactions = Transactions.of(pool);
      transactions.run(
          connection -> {
            withdraw(connection);
            current()
                .afterCompletion(
                    unchecked(
                        on -> {
                          transactions.run(TransactionContextSuite::withdraw);
                          ends.add(COMMITTED);
                        },
                        connection));
          });
    }
    assertThat(ends).containsExactly(COMMITTED);
    assertThat(balance()).isEqualTo(98);
  }

  @Test
  void whatIsWrittenBeforeCommitIsCommittedWithIt() throws SQLException {
    Transactions.of(database().dataSource())
        .run(
            connection ->
                current()
                    .beforeCommit(
                        () -> unchecked(TransactionContextSuite::withdraw, connection).accept(1)));
    assertThat(balance()).isEqualTo(99);
  }

  @Test
  void aFailureBeforeCommitLeavesNothing() throws SQLException {
    IllegalStateException refused = new IllegalStateException("refused");
    assertThatThrownBy(
            () ->
                Transactions.of(database().dataSource())
                    .run(
                        connection -> {
                          withdraw(connection);
                          current().afterCompletion(ends::add);
                          current()
                              .beforeCommit(
                                  () -> {
                                    throw refused;
                                  });
                        }))
        .isSameAs(refused);
    assertThat(ends).containsExactly(ROLLED_BACK);
    assertThat(balance()).isEqualTo(100);
  }

  @Test
  void aConnectionKilledInTheBodyIsNeverACommit() throws SQLException {
    assertThatThrownBy(
            () ->
                Transactions.of(database().dataSource())
                    .run(
                        connection -> {
                          withdraw(connection);
                          current().afterCompletion(ends::add);
                          database().kill(connection);
                          withdraw(connection);
                        }))
        .isInstanceOf(SQLException.class);
    assertThat(ends).containsExactly(ROLLED_BACK);
    assertThat(balance()).isEqualTo(100);
  }

  @Test
  void aBodyThatCommittedAPartAndFailedIsUnknown() throws SQLException {
    assertThatThrownBy(
            () ->
                Transactions.of(database().dataSource())
                    .run(
                        connection -> {
                          withdraw(connection);
                          current().afterCompletion(ends::add);
                          connection.setAutoCommit(true);
                          throw new IOException("disk");
                        }))
        .isInstanceOf(IOException.class);
    assertThat(ends).containsExactly(UNKNOWN);
    assertThat(balance()).isEqualTo(99);
  }

  @Test
  void aConnectionKilledAtCommitIsUnknown() throws SQLException {
    assertUnknown(
        real -> {
          database().kill(real);
          real.commit();
        });
    assertThat(balance()).isEqualTo(100);
  }

  @Test
  void aCommitWhoseAnswerIsLostIsUnknown() throws SQLException {
    assertUnknown(
        real -> {
          real.commit();
          database().kill(real);
          throw new SQLException("connection reset", "08006");
        });
    assertThat(balance()).isEqualTo(99);
  }

  private void assertUnknown(InterceptedConnection.Replacement commit) {
    Transactions transactions =
        Transactions.of(
            new ConnectingDataSource(
                () -> InterceptedConnection.replacing(database().connect(), "commit", commit)));
    assertThatThrownBy(
            () ->
                transactions.run(
                    connection -> {
                      withdraw(connection);
                      current().afterCompletion(ends::add);
                    }))
        .isInstanceOf(CommitOutcomeUnknownException.class);
    assertThat(ends).containsExactly(UNKNOWN);
  }
}
