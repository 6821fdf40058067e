package dev.persistence.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Failures that pass, and those that do not. */
class WriteBehindFailureTest {

  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration TICK = Duration.ofMillis(1);

  private final FakeDatabase<String, Integer> database = new FakeDatabase<>();
  private final WriteBehindCache<String, Integer> cache =
      WriteBehindCache.<String, Integer>builder("failing")
          .stripes(1)
          .maxAge(Duration.ofMinutes(1))
          .backoff(TICK, Duration.ofMillis(5))
          .maxAttempts(3)
          .deadLetterCapacity(2)
          .durability(Durability.memory())
          .reader(database.rows::get)
          .writer(database)
          .build();

  @AfterEach
  void close() {
    database.open();
    database.outage = null;
    database.poison = operation -> false;
    cache.close();
  }

  private void poison(Integer... values) {
    List<Integer> poisonous = List.of(values);
    database.poison =
        operation -> operation.value() != null && poisonous.contains(operation.value());
  }

  @Test
  void poisonBecomesADeadLetterAndTheRestIsWritten() {
    poison(-1, -2);
    for (int i = 0; i < 50; i++) {
      cache.write("k" + i, i == 7 ? -1 : i == 31 ? -2 : i);
    }
    assertThat(cache.flush(LONG).isComplete()).isTrue();
    assertThat(database.rows).hasSize(48).doesNotContainKeys("k7", "k31");
    assertThat(cache.deadLetters())
        .extracting(letter -> letter.operation().value())
        .containsExactlyInAnyOrder(-1, -2);
    assertThat(cache.deadLetters())
        .allSatisfy(
            letter -> {
              assertThat(letter.error()).hasMessage("poison");
              assertThat(letter.attempts()).isEqualTo(3);
              assertThat(letter.operation().firstSeen()).isBeforeOrEqualTo(letter.since());
            });
    assertThat(database.calls.get()).as("bisected, not one by one").isLessThan(45);
    assertThat(cache.health().detail()).contains("2 dead letters");
  }

  @Test
  void deadLetterIsWrittenOnceItsCauseIsGone() {
    DeadLetter<String, Integer> letter = deadLetter("a", -1);
    assertThat(cache.get("a")).as("it does not wait").isNull();
    poison();
    assertThat(cache.retry(letter)).isTrue();
    cache.flush(LONG);
    assertThat(database.rows).containsEntry("a", -1);
    assertThat(cache.deadLetters()).isEmpty();
    assertThat(cache.retry(letter)).as("it is none any more").isFalse();
  }

  @Test
  void discardedDeadLetterIsNeverWritten() {
    DeadLetter<String, Integer> letter = deadLetter("a", -1);
    assertThat(cache.discard(letter)).isTrue();
    assertThat(cache.discard(letter)).isFalse();
    assertThat(cache.deadLetters()).isEmpty();
    assertThat(database.rows).isEmpty();
  }

  @Test
  void newerOperationMakesADeadLetterObsolete() {
    DeadLetter<String, Integer> letter = deadLetter("a", -1);
    cache.write("a", 5);
    assertThat(cache.retry(letter)).as("a newer one waits").isFalse();
    cache.flush(LONG);
    assertThat(cache.deadLetters()).isEmpty();
    poison();
    assertThat(cache.retry(letter)).isFalse();
    assertThat(database.historyOf("a")).containsExactly(5);
  }

  @Test
  void poisonBeyondTheKeptLettersStaysInTheQueue() {
    poison(-1);
    for (String key : List.of("a", "b", "c")) {
      cache.write(key, -1);
    }
    await().until(() -> cache.flush(TICK).deadLetters() == 2);
    assertThat(cache.statistics().pending()).isEqualTo(1);
    cache.discard(cache.deadLetters().get(0));
    await().until(() -> cache.flush(TICK).isComplete());
    assertThat(cache.deadLetters()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"08006", "40001", "40P01", "57P01", "57P03", "53300", "25006", "55P03"})
  void passingFailureNeverCountsAsPoison(String state) {
    assertPasses(new SQLException("down", state));
  }

  @Test
  void failureThatSaysItPassesNeverCountsAsPoison() {
    assertPasses(new IllegalStateException(new SQLTransientException("down")));
  }

  private void assertPasses(Exception failure) {
    database.outage = failure;
    cache.write("a", 1);
    cache.write("b", 1);
    cache.flush(TICK);
    await()
        .untilAsserted(
            () -> {
              cache.flush(TICK);
              assertThat(database.calls.get()).isGreaterThan(8);
            });
    assertThat(cache.deadLetters()).isEmpty();
    database.outage = null;
    assertThat(cache.flush(LONG).isComplete()).isTrue();
    assertThat(database.rows).hasSize(2);
    assertThat(database.batches).as("never cut").hasSize(1);
  }

  @Test
  void newerOperationTakesThePlaceOfOneThatFailed() throws Exception {
    database.outage = new SQLTransientException("down");
    database.shut();
    cache.write("a", 1);
    cache.write("b", 1);
    Thread flush = new Thread(() -> cache.flush(LONG), "flush");
    flush.start();
    await().until(() -> database.inside.get() == 1);
    cache.write("c", 1);
    cache.write("a", 2);
    database.open();
    await().until(() -> cache.statistics().failedBatches() >= 1);
    assertThat(cache.get("a")).isEqualTo(2);
    database.outage = null;
    flush.join();
    assertThat(database.historyOf("a")).containsExactly(2);
    assertThat(database.batches.get(0))
        .extracting(WriteOperation::key)
        .containsExactly("a", "b", "c");
  }

  @Test
  void errorOfTheWriterDoesNotEndItsThread() {
    database.poison =
        operation -> {
          throw new StackOverflowError();
        };
    cache.write("a", 1);
    assertThat(cache.flush(LONG).isComplete()).isTrue();
    assertThat(cache.deadLetters()).hasSize(1);
    assertThat(cache.health().detail()).doesNotContain("died");
  }

  private DeadLetter<String, Integer> deadLetter(String key, int value) {
    poison(value);
    cache.write(key, value);
    cache.flush(LONG);
    assertThat(cache.deadLetters()).hasSize(1);
    return cache.deadLetters().get(0);
  }
}
