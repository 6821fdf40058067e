package dev.persistence.core.consistency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.core.consistency.ConsistencyContext.Binding;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ConsistencyContextTest {

  @Test
  void sessionAndScopeGoToAnotherThreadAndLeaveIt() {
    try (Session session = Session.open();
        ReadScope scope = ReadScope.open(Consistency.primary())) {
      ConsistencyContext context = ConsistencyContext.capture();
      CompletableFuture.runAsync(
              () -> {
                Session before = Session.current();
                try (Binding bound = context.bind()) {
                  assertThat(Session.current()).isSameAs(session);
                  assertThat(ReadScope.current()).isEqualTo(Consistency.primary());
                }
                assertThat(Session.current()).isSameAs(before);
                assertThat(ReadScope.current()).isNull();
              })
          .join();
    }
  }

  @Test
  void aContextWithoutAScopeSuspendsThatOfTheThread() {
    ConsistencyContext context = ConsistencyContext.capture();
    try (ReadScope scope = ReadScope.open(Consistency.eventual())) {
      try (Binding bound = context.bind()) {
        assertThat(ReadScope.current()).isNull();
      }
      assertThat(ReadScope.current()).isEqualTo(Consistency.eventual());
    }
  }

  @Test
  void whatAWrappedTaskLeavesOpenIsEndedWithIt() {
    Session before = Session.current();
    Runnable task;
    try (Session session = Session.open()) {
      task =
          ConsistencyContext.capture()
              .wrap(
                  () -> {
                    ReadScope.open(Consistency.eventual());
                    Session.open();
                  });
    }
    assertThatIllegalStateException()
        .isThrownBy(task::run)
        .withMessageContaining("was left open inside");
    assertThat(ReadScope.current()).isNull();
    assertThat(Session.current()).isSameAs(before);
  }

  @Test
  void theThreadsOwnSessionIsCarriedToo() throws Exception {
    Session own = Session.current();
    Callable<Session> task = ConsistencyContext.capture().wrapCallable(Session::current);
    assertThat(CompletableFuture.supplyAsync(() -> call(task)).join()).isSameAs(own);
  }

  @Test
  void aWrappedTaskThatFailsLeavesNothingBehind() {
    Runnable task;
    try (ReadScope scope = ReadScope.open(Consistency.primary())) {
      task =
          ConsistencyContext.capture()
              .wrap(
                  () -> {
                    throw new IllegalStateException("task");
                  });
    }
    Session before = Session.current();
    assertThatThrownBy(task::run).hasMessage("task");
    assertThat(ReadScope.current()).isNull();
    assertThat(Session.current()).isSameAs(before);
  }

  @Test
  void restoredContextReplacesWhatIsOpenAndWhatWasOpenCanStillBeClosed() {
    ConsistencyContext none = ConsistencyContext.capture();
    Session own = Session.current();
    try (Session session = Session.open();
        ReadScope scope = ReadScope.open(Consistency.primary())) {
      ConsistencyContext saved = ConsistencyContext.capture();

      none.restore();
      assertThat(Session.current()).isSameAs(own);
      assertThat(ReadScope.current()).isNull();

      saved.restore();
      assertThat(Session.current()).isSameAs(session);
      assertThat(ReadScope.current()).isEqualTo(Consistency.primary());
    }
    assertThat(Session.current()).isSameAs(own);
    assertThat(ReadScope.current()).isNull();
  }

  @Test
  void clearedThreadIsInItsOwnSessionAndInNoScope() {
    Session own = Session.current();
    try (Session session = Session.open();
        ReadScope scope = ReadScope.open(Consistency.primary())) {
      ConsistencyContext saved = ConsistencyContext.capture();
      ConsistencyContext.clear();
      assertThat(Session.current()).isSameAs(own);
      assertThat(ReadScope.current()).isNull();
      saved.restore();
    }
  }

  @Test
  void whatIsOpenOnOneThreadCannotBeClosedOnAnotherThatRestoredIt() {
    try (Session session = Session.open();
        ReadScope scope = ReadScope.open(Consistency.primary())) {
      ConsistencyContext context = ConsistencyContext.capture();
      CompletableFuture.runAsync(
              () -> {
                context.restore();
                assertThatThrownBy(session::close).hasMessageContaining("cannot be closed here");
                assertThatThrownBy(scope::close).hasMessageContaining("cannot be closed here");
                assertThat(Session.current()).isSameAs(session);
                assertThat(ReadScope.current()).isEqualTo(Consistency.primary());
                ConsistencyContext.clear();
              })
          .join();
      assertThat(Session.current()).isSameAs(session);
    }
  }

  @Test
  void contextOutlivesTheClosingOfItsSession() {
    ConsistencyContext context;
    Session closed;
    Session own = Session.current();
    try (Session session = Session.open()) {
      closed = session;
      context = ConsistencyContext.capture();
    }
    context.restore();
    assertThat(Session.current()).isSameAs(closed);
    ConsistencyContext.clear();
    assertThat(Session.current()).isSameAs(own);
  }

  private static <T> T call(Callable<T> task) {
    try {
      return task.call();
    } catch (Exception failure) { // Callable's own signature.
      throw new AssertionError(failure);
    }
  }
}
