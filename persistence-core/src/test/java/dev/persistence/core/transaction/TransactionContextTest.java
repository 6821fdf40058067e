package dev.persistence.core.transaction;

import static dev.persistence.core.transaction.TransactionContext.Completion.COMMITTED;
import static dev.persistence.core.transaction.TransactionContext.Completion.ROLLED_BACK;
import static dev.persistence.core.transaction.TransactionContext.Completion.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.core.FakeDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TransactionContextTest {

  private final FakeDatabase database = FakeDatabase.postgreSql();
  private final Transactions transactions =
      Transactions.builder(database.dataSource()).timeSource(new RecordingTimeSource()).build();
  private final List<Object> events = new ArrayList<>();

  private static TransactionContext current() {
    return Objects.requireNonNull(TransactionContext.current());
  }

  /**
   * Runs a body that registers itself and then fails with the failure, and returns how it ended.
   */
  private List<Object> endOf(Throwable failure) {
    events.clear();
    assertThatThrownBy(
            () ->
                transactions.run(
                    connection -> {
                      current().afterCompletion(events::add);
                      throwUnchecked(failure);
                    }))
        .isSameAs(failure);
    assertThat(TransactionContext.current()).isNull();
    return events;
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> void throwUnchecked(Throwable failure) throws E {
    throw (E) failure;
  }

  @Test
  void outsideOfATransactionThereIsNone() throws SQLException {
    assertThat(TransactionContext.current()).isNull();
    transactions.run(connection -> assertThat(TransactionContext.current()).isNotNull());
    assertThat(TransactionContext.current()).isNull();
  }

  @Test
  void actionsRunAfterTheConnectionWasGivenBackInTheOrderOfRegistration() throws SQLException {
    transactions.run(
        connection -> {
          current().afterCompletion(completion -> database.calls().add("first " + completion));
          current().afterCompletion(completion -> database.calls().add("second"));
        });
    assertThat(database.calls())
        .endsWith("commit", "setAutoCommit true", "close", "first COMMITTED", "second");
  }

  @Test
  void actionsAfterTheTransactionAreOutsideOfIt() throws SQLException {
    transactions.run(
        connection ->
            current()
                .afterCompletion(completion -> events.add(TransactionContext.current() == null)));
    assertThat(events).containsExactly(true);
  }

  @Test
  void actionsBeforeCommitAreInsideOfItAndMayRegisterMore() throws SQLException {
    transactions.run(
        connection -> {
          TransactionContext context = current();
          context.beforeCommit(
              () -> {
                database.calls().add("before");
                assertThat(current()).isSameAs(context);
                context.beforeCommit(() -> database.calls().add("before too"));
                context.afterCompletion(completion -> database.calls().add("after"));
              });
        });
    assertThat(database.calls())
        .containsExactly(
            "getConnection",
            "setAutoCommit false",
            "before",
            "before too",
            "commit",
            "setAutoCommit true",
            "close",
            "after");
  }

  @Test
  void aFailureBeforeCommitRollsBackAndIsThrownAsItIs() {
    RuntimeException refused = new IllegalStateException("refused");
    assertThatThrownBy(
            () ->
                transactions.run(
                    connection -> {
                      current().afterCompletion(events::add);
                      current()
                          .beforeCommit(
                              () -> {
                                throw refused;
                              });
                      current().beforeCommit(() -> events.add("not reached"));
                    }))
        .isSameAs(refused);
    assertThat(events).containsExactly(ROLLED_BACK);
    assertThat(database.calls()).contains("rollback").doesNotContain("commit");
  }

  @Test
  void whatTheBodyDoesToTheConnectionBeforeCommitIsStillNoticed() {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                transactions.run(
                    connection -> {
                      current().afterCompletion(events::add);
                      current()
                          .beforeCommit(
                              () -> {
                                try {
                                  connection.setAutoCommit(true);
                                } catch (SQLException impossible) {
                                  throw new AssertionError(impossible);
                                }
                              });
                    }))
        .withMessageContaining("turned autocommit on");
    assertThat(events).containsExactly(UNKNOWN);
  }

  @Test
  void actionsBeforeCommitDoNotRunWhenTheBodyFails() {
    assertThatThrownBy(
            () ->
                transactions.run(
                    connection -> {
                      current().beforeCommit(() -> events.add("before"));
                      throw new SQLException("syntax", "42601");
                    }))
        .isInstanceOf(SQLException.class);
    assertThat(events).isEmpty();
  }

  @Test
  void whateverABodyFailsWithIsARollback() {
    assertThat(endOf(new IllegalStateException("bug"))).containsExactly(ROLLED_BACK);
    assertThat(endOf(new AssertionError("bug"))).containsExactly(ROLLED_BACK);
    assertThat(endOf(new SQLException("syntax", "42601"))).containsExactly(ROLLED_BACK);
  }

  @Test
  void aLostConnectionBeforeCommitIsARollback() {
    SQLException lost = new SQLException("reset", "08006");
    database.failNext("rollback", new SQLException("closed", "08003"));
    assertThat(endOf(lost)).containsExactly(ROLLED_BACK);
  }

  @Test
  void aRollbackThatFailedForAnotherReasonIsUnknown() {
    database.failNext("rollback", new SQLException("no transaction", "25P01"));
    assertThat(endOf(new IllegalStateException("bug"))).containsExactly(UNKNOWN);
  }

  @Test
  void aBodyThatTookTheTransactionsEndLeavesItUnknown() {
    for (Transactions.Action<RuntimeException> body :
        List.<Transactions.Action<RuntimeException>>of(
            connection -> connection.setAutoCommit(true),
            connection -> connection.close(),
            connection -> {
              connection.setAutoCommit(true);
              throw new IllegalStateException("bug");
            })) {
      events.clear();
      assertThatIllegalStateException()
          .isThrownBy(
              () ->
                  transactions.run(
                      connection -> {
                        current().afterCompletion(events::add);
                        body.accept(connection);
                      }));
      assertThat(events).containsExactly(UNKNOWN);
      assertThat(database.calls()).endsWith("abort", "close").doesNotContain("rollback");
    }
  }

  @Test
  void aCommitWithoutAnswerIsUnknown() {
    for (Throwable lost :
        List.of(new SQLException("reset", "08006"), new IllegalStateException("driver bug"))) {
      events.clear();
      database.failNext("commit", lost);
      assertThatThrownBy(
              () -> transactions.run(connection -> current().afterCompletion(events::add)))
          .isInstanceOf(CommitOutcomeUnknownException.class);
      assertThat(events).containsExactly(UNKNOWN);
    }
  }

  @Test
  void aRefusedCommitIsARollback() {
    database.failNext("commit", new SQLException("foreign key", "23503"));
    assertThatThrownBy(() -> transactions.run(connection -> current().afterCompletion(events::add)))
        .isInstanceOf(SQLException.class);
    assertThat(events).containsExactly(ROLLED_BACK);
  }

  @Test
  void aBodyThatRunsAgainHasANewContextAndTheOldOneWasRolledBack() throws SQLException {
    database.failNext("commit", new SQLException("could not serialize access", "40001"));
    List<TransactionContext> contexts = new ArrayList<>();
    transactions.run(
        connection -> {
          int attempt = contexts.size();
          contexts.add(current());
          assertThat(current().<List<Object>>attribute(this, ArrayList::new)).isEmpty();
          current().<List<Object>>attribute(this, ArrayList::new).add("used");
          current().afterCompletion(completion -> events.add(attempt + " " + completion));
        });
    assertThat(contexts).hasSize(2).doesNotHaveDuplicates();
    assertThat(events).containsExactly("0 ROLLED_BACK", "1 COMMITTED");
  }

  @Test
  void aTransactionInsideAnotherIsCurrentUntilItEnds() throws SQLException {
    transactions.run(
        connection -> {
          TransactionContext outer = current();
          assertThat(outer.outer()).isNull();
          outer.afterCompletion(completion -> events.add("outer " + completion));
          assertThatThrownBy(
                  () ->
                      transactions.run(
                          inner -> {
                            assertThat(current()).isNotSameAs(outer);
                            assertThat(current().outer()).isSameAs(outer);
                            current()
                                .afterCompletion(
                                    completion -> {
                                      events.add("inner " + completion);
                                      assertThat(current()).isSameAs(outer);
                                      events.add("outer is current");
                                    });
                            throw new IllegalStateException("bug");
                          }))
              .isInstanceOf(IllegalStateException.class);
          assertThat(current()).isSameAs(outer);
        });
    assertThat(events).containsExactly("inner ROLLED_BACK", "outer is current", "outer COMMITTED");
  }

  @Test
  void anActionThatFailsHarmsNeitherTheCommitterNorTheOtherActions() throws SQLException {
    transactions.run(
        connection -> {
          current()
              .afterCompletion(
                  completion -> {
                    throw new IllegalStateException("secret");
                  });
          current()
              .afterCompletion(
                  completion -> {
                    throw new StackOverflowError();
                  });
          current().afterCompletion(events::add);
        });
    assertThat(events).containsExactly(COMMITTED);
  }

  @Test
  void anActionMayRunATransactionOfItsOwn() throws SQLException {
    transactions.run(
        connection ->
            current()
                .afterCompletion(
                    completion -> {
                      try {
                        transactions.run(inner -> current().afterCompletion(events::add));
                      } catch (SQLException impossible) {
                        throw new AssertionError(impossible);
                      }
                    }));
    assertThat(events).containsExactly(COMMITTED);
  }

  @Test
  void aTransactionThatHasEndedTakesNothing() throws SQLException {
    TransactionContext[] kept = new TransactionContext[1];
    transactions.run(
        connection -> {
          kept[0] = current();
          kept[0].afterCompletion(completion -> assertRefused(kept[0], "has ended"));
          kept[0].afterCompletion(events::add);
        });
    assertThat(events).containsExactly(COMMITTED);
    assertRefused(kept[0], "has ended");
  }

  @Test
  void anotherThreadIsRefused() throws Exception {
    transactions.run(
        connection -> {
          TransactionContext context = current();
          FutureTask<Boolean> other =
              new FutureTask<>(
                  () -> {
                    assertRefused(context, "cannot be used on another");
                    return TransactionContext.current() == null;
                  });
          new Thread(other).start();
          assertThat(other.get(10, TimeUnit.SECONDS)).isTrue();
        });
  }

  private void assertRefused(TransactionContext context, String why) {
    List<Runnable> uses =
        List.of(
            () -> context.beforeCommit(() -> {}),
            () -> context.afterCompletion(completion -> {}),
            () -> context.attribute(this, Object::new));
    for (Runnable use : uses) {
      assertThatIllegalStateException().isThrownBy(use::run).withMessageContaining(why);
    }
  }

  @Test
  void anOwnerHasOneAttributeATransactionByIdentity() throws SQLException {
    String owner = new String("owner");
    String equal = new String("owner");
    transactions.run(
        connection -> {
          Object first = current().attribute(owner, Object::new);
          assertThat(current().<Object>attribute(owner, Object::new)).isSameAs(first);
          assertThat(current().<Object>attribute(equal, Object::new)).isNotSameAs(first);
        });
  }

  @Test
  void onlyAReadOnlyTransactionHasSurelyNotWritten() throws SQLException {
    transactions.run(connection -> assertThat(current().mayHaveWritten()).isTrue());
    Transactions.builder(database.dataSource())
        .readOnly()
        .build()
        .run(connection -> assertThat(current().mayHaveWritten()).isFalse());
  }

  @Test
  void onlyReadCommittedSurelySeesNoSnapshot() throws SQLException {
    transactions.run(connection -> assertThat(current().seesSnapshot()).isTrue());
    for (Isolation isolation : Isolation.values()) {
      Transactions.builder(database.dataSource())
          .isolation(isolation)
          .build()
          .run(
              connection ->
                  assertThat(current().seesSnapshot())
                      .isEqualTo(isolation != Isolation.READ_COMMITTED));
    }
  }
}
