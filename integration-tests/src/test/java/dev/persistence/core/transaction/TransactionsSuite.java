package dev.persistence.core.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.persistence.core.ConnectingDataSource;
import dev.persistence.core.InterceptedConnection;
import dev.persistence.core.TestDatabase;
import dev.persistence.core.sql.Dialect;
import dev.persistence.core.sql.FailureKind;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What must hold of transactions on a real server. */
abstract class TransactionsSuite {

  private static final long BOUND_SECONDS = 60;

  abstract TestDatabase database();

  private final AtomicInteger runs = new AtomicInteger();

  @BeforeEach
  void createAccounts() throws SQLException {
    database()
        .execute(
            "DROP TABLE IF EXISTS accounts",
            "CREATE TABLE accounts (id int PRIMARY KEY, balance int NOT NULL)",
            "INSERT INTO accounts VALUES (1, 100), (2, 100)");
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Withdraws, and keeps to itself that the row of another statement is already there. */
  private static void withdrawAndSwallow(Connection connection) throws SQLException {
    execute(connection, withdraw(1));
    try {
      execute(connection, "INSERT INTO accounts VALUES (2, 0)");
    } catch (SQLException duplicate) {
      assertThat(Dialect.detect(connection).classify(duplicate))
          .isEqualTo(FailureKind.UNIQUE_VIOLATION);
    }
  }

  /** Only PostgreSQL gives the transaction up for it, and answers COMMIT without an error. */
  @Test
  void aSwallowedFailureNeverLosesTheWorkSilently() throws SQLException {
    HikariConfig pool = new HikariConfig();
    pool.setJdbcUrl(database().url());
    try (HikariDataSource pooled = new HikariDataSource(pool)) {
      for (DataSource source : List.of(database().dataSource(), pooled)) {
        Transactions transactions = Transactions.of(source);
        if (database().isPostgreSql()) {
          assertThatIllegalStateException()
              .isThrownBy(() -> transactions.run(TransactionsSuite::withdrawAndSwallow))
              .withMessageContaining("kept a failure to itself");
          assertThat(balance(1)).isEqualTo(100);
        } else {
          transactions.run(TransactionsSuite::withdrawAndSwallow);
        }
      }
    }
    assertThat(balance(1)).isEqualTo(database().isPostgreSql() ? 100 : 98);
  }

  @Test
  void aFailureBehindASavepointMayBeSwallowed() throws SQLException {
    Transactions.of(database().dataSource())
        .run(
            connection -> {
              execute(connection, withdraw(1));
              Savepoint before = connection.setSavepoint();
              try {
                execute(connection, "INSERT INTO accounts VALUES (2, 0)");
              } catch (SQLException duplicate) {
                connection.rollback(before);
              }
            });
    assertThat(balance(1)).isEqualTo(99);
  }

  private long balance(int id) throws SQLException {
    return database().number("SELECT balance FROM accounts WHERE id = " + id);
  }

  /**
   * The loser runs again when the other has ended: PostgreSQL would let it take the row that it has
   * just released before the other one wakes up, and so make a second deadlock.
   */
  @Test
  void aRealDeadlockIsRetried() throws Exception {
    Transactions transactions = Transactions.of(database().dataSource());
    CyclicBarrier bothHoldOne = new CyclicBarrier(2);
    CountDownLatch oneEnded = new CountDownLatch(1);
    List<CompletableFuture<Void>> transfers = new ArrayList<>();
    for (int first = 1; first <= 2; first++) {
      int own = first;
      AtomicInteger ownRuns = new AtomicInteger();
      transfers.add(
          CompletableFuture.runAsync(
              () ->
                  unchecked(
                      () -> {
                        transactions.run(
                            connection -> {
                              runs.incrementAndGet();
                              boolean again = ownRuns.incrementAndGet() > 1;
                              if (again) {
                                assertThat(oneEnded.await(BOUND_SECONDS, TimeUnit.SECONDS))
                                    .isTrue();
                              }
                              execute(connection, withdraw(own));
                              if (!again) {
                                await(bothHoldOne);
                              }
                              execute(connection, withdraw(3 - own));
                            });
                        oneEnded.countDown();
                      }),
              task -> new Thread(task).start()));
    }
    for (CompletableFuture<Void> transfer : transfers) {
      transfer.get(BOUND_SECONDS, TimeUnit.SECONDS);
    }
    assertThat(runs).hasValue(3);
    assertThat(balance(1)).isEqualTo(98);
    assertThat(balance(2)).isEqualTo(98);
  }

  @Test
  void aRealSerializationFailureIsRetried() throws Exception {
    Transactions transactions =
        Transactions.builder(database().dataSource()).isolation(Isolation.SERIALIZABLE).build();
    CyclicBarrier bothHaveRead = new CyclicBarrier(2);
    List<CompletableFuture<Void>> additions = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      AtomicInteger ownRuns = new AtomicInteger();
      additions.add(
          CompletableFuture.runAsync(
              () ->
                  unchecked(
                      () ->
                          transactions.run(
                              connection -> {
                                runs.incrementAndGet();
                                long read =
                                    TestDatabase.number(
                                        connection, "SELECT balance FROM accounts WHERE id = 1");
                                if (ownRuns.incrementAndGet() == 1) {
                                  await(bothHaveRead);
                                }
                                execute(
                                    connection,
                                    "UPDATE accounts SET balance = "
                                        + (read + 1)
                                        + " WHERE id = 1");
                              })),
              task -> new Thread(task).start()));
    }
    for (CompletableFuture<Void> addition : additions) {
      addition.get(BOUND_SECONDS, TimeUnit.SECONDS);
    }
    assertThat(balance(1)).isEqualTo(102);
    assertThat(runs).hasValue(3);
  }

  @Test
  void aConnectionKilledAtCommitIsNotRetried() throws SQLException {
    Transactions transactions =
        atCommit(
            real -> {
              database().kill(real);
              real.commit();
            });
    assertUnknown(transactions);
    assertThat(balance(1)).isEqualTo(100);
  }

  @Test
  void aCommitWhoseAnswerIsLostIsNotRetried() throws SQLException {
    Transactions transactions =
        atCommit(
            real -> {
              real.commit();
              database().kill(real);
              throw new SQLException("connection reset", "08006");
            });
    assertUnknown(transactions);
    assertThat(balance(1)).isEqualTo(99);
  }

  private Transactions atCommit(InterceptedConnection.Replacement commit) {
    return Transactions.of(
        new ConnectingDataSource(
            () -> InterceptedConnection.replacing(database().connect(), "commit", commit)));
  }

  private void assertUnknown(Transactions transactions) {
    assertThatThrownBy(
            () ->
                transactions.run(
                    connection -> {
                      runs.incrementAndGet();
                      execute(connection, withdraw(1));
                    }))
        .isInstanceOf(CommitOutcomeUnknownException.class)
        .hasCauseInstanceOf(SQLException.class);
    assertThat(runs).hasValue(1);
  }

  @Test
  void theFailureOfARealRollbackIsKeptAsSuppressed() throws SQLException {
    Transactions transactions = Transactions.of(database().dataSource());
    IOException original = new IOException("disk");
    assertThatThrownBy(
            () ->
                transactions.run(
                    connection -> {
                      execute(connection, withdraw(1));
                      database().kill(connection);
                      throw original;
                    }))
        .isSameAs(original);
    assertThat(original.getSuppressed()).isNotEmpty();
    assertThat(original.getSuppressed()[0]).isInstanceOf(SQLException.class);
    assertThat(balance(1)).isEqualTo(100);
  }

  @Test
  void aFailedBodyLeavesNothing() throws SQLException {
    Transactions transactions = Transactions.of(database().dataSource());
    SQLException[] thrown = new SQLException[1];
    assertThatThrownBy(
            () ->
                transactions.run(
                    connection -> {
                      execute(connection, withdraw(1));
                      try {
                        execute(connection, "INSERT INTO accounts VALUES (2, 0)");
                      } catch (SQLException duplicate) {
                        thrown[0] = duplicate;
                        throw duplicate;
                      }
                    }))
        .isSameAs(thrown[0]);
    assertThat(balance(1)).isEqualTo(100);
  }

  @Test
  void theConnectionIsGivenBackAsItWas() throws SQLException {
    try (Connection connection = database().connect()) {
      int isolation = connection.getTransactionIsolation();
      Connection lent = InterceptedConnection.replacing(connection, "close", real -> {});
      Transactions transactions =
          Transactions.builder(new ConnectingDataSource(() -> lent))
              .readOnly()
              .isolation(Isolation.SERIALIZABLE)
              .build();
      long balance =
          transactions.call(
              body -> {
                assertThat(body.isReadOnly()).isTrue();
                assertThat(body.getAutoCommit()).isFalse();
                assertThat(body.getTransactionIsolation())
                    .isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
                return TestDatabase.number(body, "SELECT balance FROM accounts WHERE id = 1");
              });
      assertThat(balance).isEqualTo(100);
      assertThat(connection.isReadOnly()).isFalse();
      assertThat(connection.getAutoCommit()).isTrue();
      assertThat(connection.getTransactionIsolation()).isEqualTo(isolation);
      execute(connection, withdraw(1));
      assertThat(balance(1)).isEqualTo(99);
    }
  }

  @Test
  void aReadOnlyTransactionWritesNothing() {
    Transactions transactions = Transactions.builder(database().dataSource()).readOnly().build();
    assertThatThrownBy(() -> transactions.run(connection -> execute(connection, withdraw(1))))
        .isInstanceOf(SQLException.class);
  }

  @Test
  void manyConflictingAdditionsAllArrive() throws Exception {
    Transactions transactions =
        Transactions.builder(database().dataSource())
            .isolation(Isolation.SERIALIZABLE)
            .maxAttempts(100)
            .build();
    CountDownLatch start = new CountDownLatch(1);
    List<CompletableFuture<Void>> threads = new ArrayList<>();
    for (int thread = 0; thread < 4; thread++) {
      threads.add(
          CompletableFuture.runAsync(
              () ->
                  unchecked(
                      () -> {
                        start.await();
                        for (int i = 0; i < 25; i++) {
                          transactions.run(TransactionsSuite::addOne);
                        }
                      }),
              task -> new Thread(task).start()));
    }
    start.countDown();
    for (CompletableFuture<Void> thread : threads) {
      thread.get(BOUND_SECONDS, TimeUnit.SECONDS);
    }
    assertThat(balance(1)).isEqualTo(200);
  }

  private static void addOne(Connection connection) throws SQLException {
    long read = TestDatabase.number(connection, "SELECT balance FROM accounts WHERE id = 1");
    execute(connection, "UPDATE accounts SET balance = " + (read + 1) + " WHERE id = 1");
  }

  private static String withdraw(int id) {
    return "UPDATE accounts SET balance = balance - 1 WHERE id = " + id;
  }

  private static void await(CyclicBarrier barrier) {
    unchecked(() -> barrier.await(BOUND_SECONDS, TimeUnit.SECONDS));
  }

  /** Work that may fail with anything. */
  private interface Work {
    void run() throws Exception;
  }

  private static void unchecked(Work work) {
    try {
      work.run();
    } catch (Exception failure) { // Any failure of a thread fails the test.
      throw new IllegalStateException(failure);
    }
  }
}
