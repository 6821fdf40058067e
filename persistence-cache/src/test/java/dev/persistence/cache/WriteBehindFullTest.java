package dev.persistence.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A queue of two keys whose worker is held up by the age that nothing reaches. */
class WriteBehindFullTest {

  private static final Duration LONG = Duration.ofSeconds(20);

  private final FakeDatabase<String, Integer> database = new FakeDatabase<>();
  private final WriteBehindCache<String, Integer> cache = cache(Duration.ofMillis(5));

  private WriteBehindCache<String, Integer> cache(Duration fullWait) {
    return WriteBehindCache.<String, Integer>builder("full")
        .stripes(1)
        .maxAge(Duration.ofMinutes(1))
        .capacity(2)
        .fullWait(fullWait)
        .durability(Durability.memory())
        .writer(database)
        .build();
  }

  @AfterEach
  void close() {
    database.open();
    database.outage = null;
    cache.close();
  }

  private void fill() {
    cache.write("a", 1);
    cache.write("b", 1);
  }

  private static Thread start(FutureTask<?> task) {
    Thread thread = new Thread(task, "full-writer");
    thread.start();
    return thread;
  }

  @Test
  void callerWhoFindsNoRoomWritesThrough() {
    fill();
    cache.write("c", 1);
    assertThat(database.rows).containsOnlyKeys("c");
    assertThat(cache.statistics().writtenThrough()).isEqualTo(1);
    assertThat(cache.statistics().pending()).isEqualTo(2);
  }

  @Test
  void dirtyKeyNeedsNoRoom() {
    fill();
    cache.write("a", 2);
    assertThat(database.calls).hasValue(0);
    assertThat(cache.get("a")).isEqualTo(2);
  }

  @Test
  void callerIsAdmittedWhenRoomComesInTime() throws Exception {
    try (WriteBehindCache<String, Integer> patient = cache(LONG)) {
      patient.write("a", 1);
      patient.write("b", 1);
      FutureTask<Void> third = new FutureTask<>(() -> patient.write("c", 1), null);
      Thread thread = start(third);
      await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
      patient.flush(LONG);
      third.get(20, TimeUnit.SECONDS);
      assertThat(patient.statistics().writtenThrough()).isZero();
    }
    assertThat(database.rows).containsOnlyKeys("a", "b", "c");
  }

  @Test
  void newerOperationWaitsForTheOneThatIsWrittenThrough() throws Exception {
    fill();
    database.shut();
    FutureTask<Void> first = new FutureTask<>(() -> cache.write("c", 1), null);
    start(first);
    await().until(() -> database.inside.get() == 1);
    cache.write("c", 2);
    assertThat(cache.get("c")).isEqualTo(2);
    FutureTask<FlushReport> flush = new FutureTask<>(() -> cache.flush(LONG));
    start(flush);
    await().until(() -> database.inside.get() == 2);
    database.open();
    first.get(20, TimeUnit.SECONDS);
    assertThat(flush.get(20, TimeUnit.SECONDS).isComplete()).isTrue();
    assertThat(database.historyOf("c")).containsExactly(1, 2);
    assertThat(database.rows).containsEntry("c", 2);
  }

  @Test
  void placesAreGivenBackExactly() {
    for (int round = 0; round < 5; round++) {
      fill();
      cache.write("c", round);
      cache.write("a", round);
      assertThat(cache.flush(LONG).isComplete()).isTrue();
    }
    assertThat(cache.statistics().writtenThrough()).isEqualTo(5);
  }

  @Test
  void callerGetsTheWritersFailure() {
    fill();
    database.outage = new SQLTransientException("secret");
    assertThatThrownBy(() -> cache.write("c", 1))
        .isInstanceOfSatisfying(
            WriteBehindException.class, e -> assertThat(e.isTransient()).isTrue())
        .hasMessageNotContaining("secret");
    assertThat(cache.get("c")).isNull();
    database.outage = null;
    cache.write("c", 2);
    assertThat(database.rows).containsEntry("c", 2);
  }

  @Test
  void interruptedCallerIsRefused() throws Exception {
    try (WriteBehindCache<String, Integer> patient = cache(LONG)) {
      patient.write("a", 1);
      patient.write("b", 1);
      FutureTask<Boolean> third =
          new FutureTask<>(
              () -> {
                assertThatThrownBy(() -> patient.write("c", 1))
                    .isInstanceOf(WriteBehindException.class);
                return Thread.currentThread().isInterrupted();
              });
      Thread thread = start(third);
      await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
      thread.interrupt();
      assertThat(third.get(20, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(database.rows).doesNotContainKey("c");
  }

  @Test
  void deadLetterOfAKeyIsObsoleteWhenItIsWrittenThrough() {
    database.poison = operation -> Integer.valueOf(-1).equals(operation.value());
    cache.write("c", -1);
    await()
        .until(
            () -> {
              cache.flush(Duration.ofMillis(10));
              return !cache.deadLetters().isEmpty();
            });
    fill();
    cache.write("c", 1);
    assertThat(database.rows).containsEntry("c", 1);
    assertThat(cache.deadLetters()).isEmpty();
  }
}
