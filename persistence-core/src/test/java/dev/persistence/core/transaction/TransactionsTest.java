package dev.persistence.core.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.core.FakeDatabase;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TransactionsTest {

  private final FakeDatabase database = FakeDatabase.postgreSql();
  private final RecordingTimeSource time = new RecordingTimeSource();
  private final Transactions transactions = builder().build();

  private TransactionsBuilder builder() {
    return Transactions.builder(database.dataSource()).timeSource(time);
  }

  private static SQLException conflict() {
    return new SQLException("could not serialize access", "40001");
  }

  /** Returns a body that fails with these in turn and then succeeds. */
  private static Transactions.Body<String, Exception> failingWith(Exception... failures) {
    Deque<Exception> left = new ArrayDeque<>(List.of(failures));
    return connection -> {
      if (!left.isEmpty()) {
        throw left.remove();
      }
      return "done";
    };
  }

  @Test
  void aBodyThatEndsNormallyIsCommitted() throws SQLException {
    assertThat(transactions.<Integer, RuntimeException>call(connection -> 42)).isEqualTo(42);
    assertThat(database.calls())
        .containsExactly(
            "getConnection", "setAutoCommit false", "commit", "setAutoCommit true", "close");
  }

  @Test
  void settingsAreMadeBeforeTheTransactionAndPutBackAfterIt() throws SQLException {
    builder().readOnly().isolation(Isolation.SERIALIZABLE).build().run(connection -> {});
    assertThat(database.calls())
        .containsExactly(
            "getConnection",
            "setReadOnly true",
            "setTransactionIsolation 8",
            "setAutoCommit false",
            "commit",
            "setAutoCommit true",
            "setTransactionIsolation 2",
            "setReadOnly false",
            "close");
  }

  @Test
  void aFailedBodyIsRolledBackAndItsFailureThrownAsItIs() {
    for (Throwable failure :
        List.of(
            new IOException("disk"),
            new SQLException("syntax", "42601"),
            new IllegalStateException("bug"))) {
      database.calls().clear();
      assertThatThrownBy(() -> transactions.call(failingWith((Exception) failure)))
          .isSameAs(failure);
      assertThat(failure).hasNoSuppressedExceptions();
      assertThat(database.calls())
          .endsWith("setAutoCommit false", "rollback", "setAutoCommit true", "close");
    }
  }

  @Test
  void anErrorIsRolledBackToo() {
    AssertionError error = new AssertionError("bug");
    assertThatThrownBy(
            () ->
                transactions.run(
                    connection -> {
                      throw error;
                    }))
        .isSameAs(error);
    assertThat(database.calls()).contains("rollback").doesNotContain("commit");
  }

  @Test
  void serializationFailuresAndDeadlocksAreRetriedOnANewConnection() throws Exception {
    String result =
        transactions.call(failingWith(conflict(), new SQLException("deadlock", "40P01")));
    assertThat(result).isEqualTo("done");
    assertThat(database.calls()).filteredOn("getConnection"::equals).hasSize(3);
    assertThat(database.calls()).filteredOn("rollback"::equals).hasSize(2);
    assertThat(time.pauses()).hasSize(2);
  }

  @Test
  void aConflictInsideAnotherExceptionIsRetried() throws Exception {
    assertThat(transactions.call(failingWith(new IllegalStateException("orm", conflict()))))
        .isEqualTo("done");
  }

  @Test
  void aConflictThatOnlyTheEngineKnowsIsRetried() throws Exception {
    FakeDatabase mariaDb = new FakeDatabase("MySQL", "11.4.5-MariaDB");
    Transactions onMariaDb = Transactions.builder(mariaDb.dataSource()).timeSource(time).build();
    assertThat(onMariaDb.call(failingWith(new SQLException("changed", "HY000", 1020))))
        .isEqualTo("done");
  }

  @Test
  void otherFailuresAreNotRetried() {
    SQLException duplicate = new SQLException("duplicate key", "23505");
    assertThatThrownBy(() -> transactions.call(failingWith(duplicate))).isSameAs(duplicate);
    assertThat(time.pauses()).isEmpty();
  }

  @Test
  void theLastFailureCarriesTheEarlierOnes() {
    SQLException first = conflict();
    SQLException second = conflict();
    Transactions twice = builder().maxAttempts(2).build();
    assertThatThrownBy(() -> twice.call(failingWith(first, second))).isSameAs(second);
    assertThat((Throwable) second).hasSuppressedException(first);
  }

  @Test
  void aPoolThatRunsDryDuringRetriesDoesNotHideTheConflict() {
    SQLException conflict = conflict();
    SQLException empty = new SQLException("no connection", "08001");
    Transactions.Body<String, Exception> body =
        connection -> {
          database.failNext("getConnection", empty);
          throw conflict;
        };
    assertThatThrownBy(() -> transactions.call(body)).isSameAs(empty);
    assertThat((Throwable) empty).hasSuppressedException(conflict);
  }

  @Test
  void pausesAreRandomBelowABoundThatDoublesUpToTheCap() {
    Transactions many =
        builder().maxAttempts(30).backoff(Duration.ofMillis(10), Duration.ofMillis(40)).build();
    assertThatThrownBy(
            () ->
                many.run(
                    connection -> {
                      throw conflict();
                    }))
        .isInstanceOf(SQLException.class);
    assertThat(time.pauses()).hasSize(29);
    assertThat(time.pauses().get(0)).isLessThanOrEqualTo(Duration.ofMillis(10));
    assertThat(time.pauses().get(1)).isLessThanOrEqualTo(Duration.ofMillis(20));
    assertThat(time.pauses())
        .allMatch(pause -> pause.compareTo(Duration.ofMillis(40)) <= 0)
        .anyMatch(pause -> pause.compareTo(Duration.ofMillis(10)) > 0);
    assertThat(many.config().longestPause(29)).isEqualTo(Duration.ofMillis(40));
  }

  @Test
  void anInterruptEndsTheRetriesAndStays() {
    SQLException conflict = conflict();
    Transactions.Body<String, Exception> body =
        connection -> {
          Thread.currentThread().interrupt();
          throw conflict;
        };
    assertThatThrownBy(() -> transactions.call(body)).isSameAs(conflict);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(conflict.getSuppressed()).hasOnlyElementsOfType(InterruptedException.class);
    assertThat(database.calls()).filteredOn("getConnection"::equals).hasSize(1);
  }

  @Test
  void aDefiniteConflictAtCommitIsRetried() throws SQLException {
    database.failNext("commit", conflict());
    AtomicInteger runs = new AtomicInteger();
    transactions.run(connection -> runs.incrementAndGet());
    assertThat(runs).hasValue(2);
    assertThat(database.calls())
        .containsSubsequence("commit", "rollback", "close", "getConnection", "commit");
  }

  @Test
  void aCommitWithoutAnswerIsNeverRetriedNorRolledBack() {
    for (Throwable lost :
        List.of(
            new SQLException("connection reset", "08006"),
            new SQLException("terminated by administrator", "57P01"),
            new SQLTimeoutException("no answer in time"),
            new IllegalStateException("driver bug"),
            new StackOverflowError())) {
      database.calls().clear();
      database.failNext("commit", lost);
      AtomicInteger runs = new AtomicInteger();
      assertThatExceptionOfType(CommitOutcomeUnknownException.class)
          .isThrownBy(() -> transactions.run(connection -> runs.incrementAndGet()))
          .withCause(lost)
          .satisfies(
              failure -> {
                assertThat(failure.sqlState()).isEqualTo("08007");
                assertThat(failure.isTransient()).isFalse();
              });
      assertThat(runs).hasValue(1);
      assertThat(database.calls()).doesNotContain("rollback", "setAutoCommit true");
      assertThat(database.calls()).endsWith("commit", "abort", "close");
    }
  }

  @Test
  void aCommitRefusedForADeferredConstraintIsAnOrdinaryFailure() {
    SQLException violation = new SQLException("foreign key", "23503");
    database.failNext("commit", violation);
    assertThatThrownBy(() -> transactions.run(connection -> {})).isSameAs(violation);
    assertThat(database.calls()).endsWith("commit", "rollback", "setAutoCommit true", "close");
  }

  @Test
  void aCommitThatAnUnknownDatabaseRefusedIsOpenUnlessItIsAConflict() {
    FakeDatabase unknown = new FakeDatabase("Oracle", "23");
    Transactions onUnknown = Transactions.builder(unknown.dataSource()).timeSource(time).build();
    unknown.failNext("commit", new SQLException("foreign key", "23503"));
    assertThatThrownBy(() -> onUnknown.run(connection -> {}))
        .isInstanceOf(CommitOutcomeUnknownException.class);
  }

  @Test
  void theRollbacksFailureIsKeptAndTheConnectionIsNotUsedAgain() {
    SQLException rollback = new SQLException("reset", "08006");
    database.failNext("rollback", rollback);
    IOException original = new IOException("disk");
    assertThatThrownBy(() -> transactions.call(failingWith(original))).isSameAs(original);
    assertThat(original).hasSuppressedException(rollback);
    assertThat(database.calls()).endsWith("rollback", "abort", "close");
    assertThat(database.calls()).doesNotContain("setAutoCommit true");
  }

  @Test
  void failuresOfClosingAreKeptWithAFailure() {
    SQLException close = new SQLException("close");
    database.failNext("close", close);
    IOException original = new IOException("disk");
    assertThatThrownBy(() -> transactions.call(failingWith(original))).isSameAs(original);
    assertThat(original).hasSuppressedException(close);
  }

  @Test
  void failuresOfClosingDoNotUndoACommit() throws Exception {
    database
        .failNext("setAutoCommit true", new SQLException("reset", "08006"))
        .failNext("close", new IllegalStateException("close"));
    assertThat(transactions.call(failingWith())).isEqualTo("done");
    assertThat(database.calls()).endsWith("setAutoCommit true", "abort", "close");
  }

  @Test
  void whenTheDatabaseCannotBeAskedTheFailureIsStillTheOriginalOne() {
    for (Exception metaData :
        List.of(new SQLException("reset", "08006"), new UnsupportedOperationException())) {
      database.calls().clear();
      database.failNext("getMetaData", metaData);
      SQLException original = new SQLException("odd", "XX000");
      assertThatThrownBy(() -> transactions.call(failingWith(original))).isSameAs(original);
      assertThat((Throwable) original).hasSuppressedException(metaData);
      assertThat(database.calls()).endsWith("rollback", "setAutoCommit true", "close");
    }
  }

  @Test
  void whenTheDatabaseCannotBeAskedTheOutcomeOfCommitIsOpen() {
    SQLException odd = new SQLException("odd", "XX000");
    database.failNext("commit", odd).failNext("getMetaData", new UnsupportedOperationException());
    assertThatExceptionOfType(CommitOutcomeUnknownException.class)
        .isThrownBy(() -> transactions.run(connection -> {}))
        .withCause(odd);
    assertThat(database.calls()).doesNotContain("rollback").endsWith("abort", "close");
  }

  @Test
  void anErrorOfCleaningUpHidesNothingAndLeavesNothingOpen() {
    IOException original = new IOException("disk");
    Error rollback = new StackOverflowError();
    Error abort = new AbstractMethodError();
    database.failNext("rollback", rollback).failNext("abort", abort);
    assertThatThrownBy(() -> transactions.call(failingWith(original))).isSameAs(original);
    assertThat(original.getSuppressed()).containsExactly(rollback, abort);
    assertThat(database.calls()).endsWith("rollback", "abort", "close");
  }

  @Test
  void theIsolationIsNotAskedForUnlessItIsToBeChanged() throws SQLException {
    database.failNext("getTransactionIsolation", new IllegalStateException("asked"));
    builder().readOnly().build().run(connection -> {});
    assertThat(database.calls()).contains("commit");
  }

  @Test
  void theDatabaseIsNotAskedWhileNothingFails() throws SQLException {
    database.failNext("getMetaData", new IllegalStateException("asked too early"));
    transactions.run(connection -> {});
    assertThat(database.calls()).contains("commit");
  }

  @Test
  void aBodyThatTurnsAutocommitOnIsRefused() {
    assertThatThrownBy(() -> transactions.run(connection -> connection.setAutoCommit(true)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("turned autocommit on");
    assertThat(database.calls()).endsWith("abort", "close");
  }

  @Test
  void aBodyThatClosesTheConnectionIsRefused() {
    assertThatThrownBy(() -> transactions.run(connection -> connection.close()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed the connection");
    assertThat(database.calls()).doesNotContain("commit");
  }

  @Test
  void nonsenseIsRejected() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().maxAttempts(0))
        .withMessage("maxAttempts is 0; allowed: 1 to 100");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().backoff(Duration.ofMillis(2), Duration.ofMillis(1)))
        .withMessage("backoffCap is PT0.001S; allowed: PT0.002S to PT1M");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().backoff(Duration.ofMillis(-1), Duration.ZERO));
  }

  @Test
  void theConfigurationPrintsItsEffectiveValues() {
    assertThat(Transactions.of(database.dataSource()).config())
        .hasToString(
            "isolation=of the connection, readOnly=false, maxAttempts=5, backoffBase=PT0.01S,"
                + " backoffCap=PT1S, failoverPatience=PT0S");
  }
}
