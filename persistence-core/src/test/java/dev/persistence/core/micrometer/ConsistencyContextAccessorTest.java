package dev.persistence.core.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.core.consistency.Consistency;
import dev.persistence.core.consistency.ReadScope;
import dev.persistence.core.consistency.Session;
import io.micrometer.context.ContextExecutorService;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import java.lang.reflect.Method;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** The registry is the default one, so these tests also prove that the service is found. */
class ConsistencyContextAccessorTest {

  private final ContextSnapshotFactory snapshots = ContextSnapshotFactory.builder().build();
  private final ExecutorService executor = Executors.newSingleThreadExecutor();

  /** What a piece of work finds in force. */
  private record Found(Session session, @Nullable Consistency scope) {

    static Found here() {
      return new Found(Session.current(), ReadScope.current());
    }
  }

  @AfterEach
  void close() {
    executor.shutdownNow();
  }

  private Found inExecutor() throws Exception {
    return executor.submit(Found::here).get(10, TimeUnit.SECONDS);
  }

  @Test
  void accessorIsFoundByTheServiceLoader() {
    assertThat(ContextRegistry.getInstance().getThreadLocalAccessors())
        .anyMatch(accessor -> accessor.key().equals(ConsistencyContextAccessor.KEY));
  }

  @Test
  void snapshotCarriesSessionAndScopeAndPutsBackWhatWasThere() throws Exception {
    Found before = inExecutor();
    try (Session session = Session.open();
        ReadScope scope = ReadScope.open(Consistency.primary())) {
      Callable<Found> task = snapshots.captureAll().wrap(Found::here);

      assertThat(executor.submit(task).get(10, TimeUnit.SECONDS)).isEqualTo(Found.here());
    }
    assertThat(inExecutor()).isEqualTo(before);
  }

  @Test
  void snapshotPutsBackTheScopeThatWasOpenOnTheSameThread() {
    ContextSnapshot outside = snapshots.captureAll();
    Session own = Session.current();
    try (Session session = Session.open();
        ReadScope scope = ReadScope.open(Consistency.eventual())) {
      try (ContextSnapshot.Scope set = outside.setThreadLocals()) {
        assertThat(Found.here()).isEqualTo(new Found(own, null));
      }
      assertThat(Found.here()).isEqualTo(new Found(session, Consistency.eventual()));
    }
    assertThat(Found.here()).isEqualTo(new Found(own, null));
  }

  @Test
  void snapshotThatLacksTheValueClearsItWhereThatIsAskedFor() {
    ContextSnapshotFactory clearing = ContextSnapshotFactory.builder().clearMissing(true).build();
    Session own = Session.current();
    try (Session session = Session.open();
        ReadScope scope = ReadScope.open(Consistency.primary())) {
      try (ContextSnapshot.Scope set = clearing.captureFrom().setThreadLocals()) {
        assertThat(Found.here()).isEqualTo(new Found(own, null));
      }
      assertThat(Found.here()).isEqualTo(new Found(session, Consistency.primary()));
    }
  }

  @Test
  void wrappedExecutorCarriesTheContextOfEachSubmit() throws Exception {
    ExecutorService carrying =
        ContextExecutorService.wrap(executor, (Supplier<ContextSnapshot>) snapshots::captureAll);
    for (int i = 0; i < 3; i++) {
      try (Session session = Session.open()) {
        assertThat(carrying.submit(Found::here).get(10, TimeUnit.SECONDS).session())
            .isSameAs(session);
      }
    }
  }

  @Test
  void threadInNoOpenSessionPassesItsOwnOn() throws Exception {
    Callable<Found> task = snapshots.captureAll().wrap(Found::here);

    assertThat(executor.submit(task).get(10, TimeUnit.SECONDS).session())
        .isSameAs(Session.current());
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_21)
  void contextGoesToAVirtualThread() throws Exception {
    Method start = Thread.class.getMethod("startVirtualThread", Runnable.class);
    try (Session session = Session.open();
        ReadScope scope = ReadScope.open(Consistency.eventual())) {
      FutureTask<Found> task = new FutureTask<>(snapshots.captureAll().wrap(Found::here));
      start.invoke(null, task);

      assertThat(task.get(10, TimeUnit.SECONDS)).isEqualTo(Found.here());
    }
  }
}
