package dev.persistence.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WriteBehindCacheTest {

  private static final Duration LONG = Duration.ofSeconds(20);

  private final FakeDatabase<String, Integer> database = new FakeDatabase<>();
  private final List<AutoCloseable> opened = new ArrayList<>();

  private WriteBehindCache<String, Integer> cache(
      Consumer<WriteBehindCacheBuilder<String, Integer>> options) {
    WriteBehindCacheBuilder<String, Integer> builder =
        WriteBehindCache.<String, Integer>builder("test")
            .stripes(1)
            .maxAge(Duration.ofMillis(1))
            .durability(Durability.memory())
            .reader(database.rows::get)
            .writer(database);
    options.accept(builder);
    WriteBehindCache<String, Integer> cache = builder.build();
    opened.add(cache);
    return cache;
  }

  private WriteBehindCache<String, Integer> lazy() {
    return cache(options -> options.maxAge(Duration.ofMinutes(1)));
  }

  @AfterEach
  void close() throws Exception {
    database.open();
    database.outage = null;
    for (AutoCloseable each : opened) {
      each.close();
    }
  }

  @Test
  void keyIsWrittenAtItsAge() {
    WriteBehindCache<String, Integer> cache = cache(options -> {});
    cache.write("a", 1);
    await().until(() -> database.rows.get("a") != null);
  }

  @Test
  void batchIsWrittenAtItsSize() {
    WriteBehindCache<String, Integer> cache =
        cache(options -> options.maxAge(Duration.ofMinutes(1)).batchSize(3));
    cache.write("a", 1);
    cache.write("b", 1);
    cache.write("b", 2);
    assertThat(database.calls).hasValue(0);
    cache.write("c", 1);
    await().until(() -> database.batches.size() == 1);
    assertThat(database.batches.get(0)).hasSize(3);
  }

  @Test
  void onlyTheLastOperationOfAKeyIsWritten() {
    WriteBehindCache<String, Integer> cache = lazy();
    for (int i = 1; i <= 5; i++) {
      cache.write("a", i);
    }
    cache.flush(LONG);
    assertThat(database.historyOf("a")).containsExactly(5);
    assertThat(cache.statistics().coalesced()).isEqualTo(4);
  }

  @Test
  void keysAreWrittenFirstComeFirstServed() {
    WriteBehindCache<String, Integer> cache = lazy();
    for (String key : List.of("c", "a", "b", "c")) {
      cache.write(key, 1);
    }
    cache.flush(LONG);
    assertThat(database.batches.get(0))
        .extracting(WriteOperation::key)
        .containsExactly("c", "a", "b");
  }

  @Test
  void dirtyKeyIsReadableUntilItIsWritten() {
    WriteBehindCache<String, Integer> cache = cache(options -> {});
    database.shut();
    cache.write("a", 1);
    await().until(() -> database.inside.get() == 1);
    assertThat(cache.get("a")).isEqualTo(1);
    cache.write("a", 2);
    assertThat(cache.get("a")).isEqualTo(2);
    database.open();
    cache.flush(LONG);
    assertThat(cache.pending("a")).isEmpty();
    assertThat(cache.get("a")).isEqualTo(2);
    assertThat(database.historyOf("a")).containsExactly(1, 2);
  }

  @Test
  void removedKeyHasNoValueThoughTheDatabaseStillHasIt() {
    WriteBehindCache<String, Integer> cache = lazy();
    database.rows.put("a", 1);
    cache.write("a", 2);
    cache.remove("a");
    assertThat(cache.get("a")).isNull();
    cache.flush(LONG);
    assertThat(database.rows).doesNotContainKey("a");
    assertThat(database.batches).hasSize(1);
  }

  @Test
  void flushReportsWhatItHasWritten() {
    WriteBehindCache<String, Integer> cache = lazy();
    cache.write("a", 1);
    cache.write("b", 1);
    FlushReport report = cache.flush(LONG);
    assertThat(report.written()).isEqualTo(2);
    assertThat(report.isComplete()).isTrue();
  }

  @Test
  void flushEndsWhenItsTimeIsUp() {
    WriteBehindCache<String, Integer> cache = lazy();
    database.shut();
    cache.write("a", 1);
    FlushReport report = cache.flush(Duration.ofMillis(20));
    assertThat(report.isComplete()).isFalse();
    assertThat(report.remaining()).isEqualTo(1);
  }

  @Test
  void listenerHearsOfKeysAfterTheirCommitAndBeforeTheyAreClean() {
    List<Collection<String>> heard = new CopyOnWriteArrayList<>();
    List<Integer> committed = new CopyOnWriteArrayList<>();
    WriteBehindCache<String, Integer> cache =
        cache(
            options ->
                options.afterWrite(
                    keys -> {
                      committed.add(database.rows.get("a"));
                      heard.add(keys);
                      throw new IllegalStateException("deaf");
                    }));
    cache.write("a", 1);
    cache.flush(LONG);
    assertThat(heard).containsExactly(List.of("a"));
    assertThat(committed).containsExactly(1);
    cache.write("b", 1);
    assertThat(cache.flush(LONG).isComplete()).as("the listener's failure is ignored").isTrue();
  }

  @Test
  void closeWritesWhatWaitsAndEndsTheThreads() {
    WriteBehindCache<String, Integer> cache = lazy();
    cache.write("a", 1);
    assertThat(threads()).isNotEmpty();
    assertThat(cache.close(LONG).isComplete()).isTrue();
    assertThat(database.rows).containsEntry("a", 1);
    assertThat(threads()).isEmpty();
    assertThatThrownBy(() -> cache.write("b", 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  /** A thread pool that is shut down interrupts who then closes what it has used. */
  @Test
  void closeOnAnInterruptedThreadWritesWhatWaitsToo() throws Exception {
    WriteBehindCache<String, Integer> cache = lazy();
    database.shut();
    cache.write("a", 1);
    CompletableFuture<FlushReport> closed = new CompletableFuture<>();
    Thread closer =
        new Thread(
            () -> {
              Thread.currentThread().interrupt();
              FlushReport report = cache.close(LONG);
              if (Thread.interrupted()) {
                closed.complete(report);
              }
            });
    closer.start();
    await()
        .until(
            () ->
                (database.inside.get() == 1 && closer.getState() == Thread.State.TIMED_WAITING)
                    || !closer.isAlive());
    database.open();
    assertThat(closed.get(10, TimeUnit.SECONDS).isComplete()).isTrue();
    assertThat(database.rows).containsEntry("a", 1);
    assertThat(threads()).isEmpty();
  }

  @Test
  void closeReportsWhatAStuckWriterLeaves() {
    WriteBehindCache<String, Integer> cache = cache(options -> {});
    database.shut();
    cache.write("a", 1);
    cache.write("b", 1);
    FlushReport report = cache.close(Duration.ofMillis(20));
    assertThat(report.remaining()).isEqualTo(2);
    assertThat(threads()).as("the writer was interrupted").isEmpty();
  }

  @Test
  void healthNamesTheLossBoundAndTheTrouble() {
    WriteBehindCache<String, Integer> cache = lazy();
    assertThat(cache.health().healthy()).isTrue();
    assertThat(cache.health().lossBound()).contains("MEMORY").contains("10000");
    database.outage = new java.sql.SQLTransientException("down");
    cache.write("a", 1);
    cache.flush(Duration.ofMillis(50));
    assertThat(cache.health().healthy()).isFalse();
    assertThat(cache.health().detail()).contains("in a row");
    assertThat(cache.health().statistics().pending()).isEqualTo(1);
    assertThat(cache.health().statistics().oldestAge()).isPositive();
  }

  @Test
  void textsShowNoValue() {
    WriteOperation<String, String> operation =
        WriteOperation.put("key-secret", "value-secret", java.time.Instant.EPOCH);
    DeadLetter<String, String> letter =
        new DeadLetter<>(operation, new Exception("error-secret"), 1, java.time.Instant.EPOCH);
    assertThat(operation + " " + letter).doesNotContain("secret");
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("persistence-cache-writebehind-test-"))
        .toList();
  }
}
