package dev.persistence.cache.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.cache.CacheListener;
import dev.persistence.cache.Near;
import dev.persistence.cache.store.LeaseAnswer;
import dev.persistence.cache.store.LeaseRequest;
import dev.persistence.cache.store.ReferenceStore;
import dev.persistence.cache.store.SpaceOptions;
import dev.persistence.cache.store.StoreSpace;
import dev.persistence.testkit.time.ManualTimeSource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What the store could not be told is told as soon as it can, however many changes come between.
 */
class ChangesTest {

  private final ManualTimeSource time = ManualTimeSource.waiting();
  private final CoarseClock clock = new CoarseClock("changes", time);
  private final ReferenceStore store = new ReferenceStore(time);
  private final Reports reports =
      new Reports("changes", CacheListener.NONE, new Counters(), clock, new AtomicBoolean());
  private final NearTier<String, String> near =
      new NearTier<>(Near.maximumSize(10), 1, clock, key -> {});
  private final StoreSpace space = open();
  private final List<String> calls = new ArrayList<>();
  private Runnable atRenewal = () -> {};

  private boolean busy;

  /** Runs at once what is meant for another thread. */
  private final Changes changes = changes(observed());

  private Changes changes(@Nullable StoreSpace told) {
    return new Changes(
        told, near, reports, new Changes.Setting(Duration.ofSeconds(10), this::execute));
  }

  private void execute(Runnable task) {
    if (busy) {
      throw new RejectedExecutionException("busy");
    }
    task.run();
  }

  private StoreSpace open() {
    return store.open(
        new SpaceOptions("changes", 1, Duration.ofSeconds(1), time),
        new Channel(near, new Wakeups(Waits.BLOCKING), Duration.ofSeconds(3), reports));
  }

  private StoreSpace observed() {
    return (StoreSpace)
        Proxy.newProxyInstance(
            StoreSpace.class.getClassLoader(),
            new Class<?>[] {StoreSpace.class},
            (proxy, method, arguments) -> {
              calls.add(method.getName());
              try {
                Object answer = method.invoke(space, arguments);
                if (method.getName().equals("renew")) {
                  atRenewal.run();
                }
                return answer;
              } catch (InvocationTargetException failure) {
                throw failure.getCause();
              }
            });
  }

  @AfterEach
  void close() {
    store.close();
    clock.close();
  }

  private @Nullable LeaseAnswer lease(String id) {
    return space.lease(List.of(new LeaseRequest(id, "t", Duration.ofSeconds(1), 0))).get(id);
  }

  private void assertToldOnce(String id) {
    assertThat(lease(id))
        .isInstanceOfSatisfying(
            LeaseAnswer.Granted.class, granted -> assertThat(granted.positions()).hasSize(1));
  }

  @Test
  void changeIsToldAtOnce() {
    changes.committed(List.of("a"));
    assertToldOnce("a");
    assertThat(changes.isOpen("a")).isFalse();
    assertThat(changes.positions("a")).hasSize(1);
  }

  @Test
  void changeThatTheStoreDidNotTakeIsOwedUntilItDoes() {
    store.unavailable(true);
    changes.committed(List.of("a"));
    assertThat(changes.isOpen("a")).isTrue();
    changes.settle();
    assertThat(changes.owed()).isEqualTo(1);
    store.unavailable(false);
    changes.settle();
    assertThat(changes.owed()).isZero();
    assertThat(changes.isOpen("a")).isFalse();
    assertToldOnce("a");
  }

  @Test
  void storeIsToldLaterIfThereWasNoThread() {
    store.unavailable(true);
    changes.committed(List.of("a"));
    store.unavailable(false);
    busy = true;
    changes.settle();
    assertThat(changes.owed()).isEqualTo(1);
    busy = false;
    changes.settle();
    assertThat(changes.owed()).isZero();
  }

  @Test
  void changeWhoseFateIsUnknownIsOpenWhereThereIsNoStore() {
    Changes alone = changes(null);
    alone.committed(List.of("a"));
    assertThat(alone.isOpen("a")).isFalse();
    alone.maybeCommitted(List.of("a"));
    assertThat(alone.isOpen("a")).isTrue();
    time.advance(Duration.ofSeconds(11));
    assertThat(alone.isOpen("a")).isFalse();
  }

  @Test
  void changeWhoseFateIsUnknownFencesItsKey() {
    changes.maybeCommitted(List.of("a"));
    assertThat(lease("a")).isInstanceOf(LeaseAnswer.Fenced.class);
  }

  @Test
  void valuesAreGivenUpAgainIfThatFailedWhileItWasTold() {
    atRenewal =
        () -> {
          atRenewal = () -> {};
          changes.oweAll();
        };
    changes.oweAll();
    changes.settle();
    assertThat(calls).containsExactly("renew", "renew");
    assertThat(changes.isOpen("a")).isFalse();
  }

  @Test
  void changesOfLateAreToldAgain() {
    changes.committed(List.of("a", "b"));
    store.wipe();
    changes.retell();
    for (String id : List.of("a", "b")) {
      assertToldOnce(id);
    }
  }
}
