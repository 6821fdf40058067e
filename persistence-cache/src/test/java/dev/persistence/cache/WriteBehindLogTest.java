package dev.persistence.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.persistence.cache.log.LogEntry;
import dev.persistence.cache.log.ReferenceLog;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nodes with a log in common. A lease is held for ever here, but where a test is about its end. */
class WriteBehindLogTest {

  private static final Duration LONG = Duration.ofSeconds(20);

  private final ReferenceLog.Shelf shelf = new ReferenceLog.Shelf();
  private final List<Node> nodes = new ArrayList<>();

  /** A cache with a log of its own and a way of its own to the rows. */
  private static final class Node {
    private final FakeDatabase<String, Integer> database = new FakeDatabase<>();
    private final ReferenceLog log;
    private final WriteBehindCache<String, Integer> cache;

    Node(ReferenceLog.Shelf shelf, UnaryOperator<WriteBehindCacheBuilder<String, Integer>> more) {
      this.log = new ReferenceLog(shelf);
      WriteBehindCacheBuilder<String, Integer> builder =
          WriteBehindCache.<String, Integer>builder("logged")
              .stripes(2)
              .maxAge(Duration.ofMillis(2))
              .pollPeriod(Duration.ofMillis(2))
              .leaseTime(Duration.ofSeconds(30))
              .backoff(Duration.ofMillis(1), Duration.ofMillis(2))
              .maxAttempts(2)
              .keys(key -> key, text -> text)
              .codec(new IntegerCodec())
              .durability(Durability.logged(log))
              .writer(database);
      this.cache = more.apply(builder).build();
    }

    boolean holds(String key) {
      cache.write(key, 0);
      cache.flush(LONG);
      return database.rows.containsKey(key);
    }
  }

  private Node open() {
    return open(options -> options);
  }

  private Node open(UnaryOperator<WriteBehindCacheBuilder<String, Integer>> more) {
    Node node = new Node(shelf, more);
    nodes.add(node);
    return node;
  }

  @AfterEach
  void close() {
    for (Node node : nodes) {
      node.database.open();
      node.database.outage = null;
      node.database.poison = operation -> false;
      node.log.broken.set(false);
      node.log.deaf.set(false);
      node.cache.close(Duration.ofSeconds(1));
    }
  }

  private void append(String key, byte... payload) {
    ReferenceLog log = new ReferenceLog(shelf);
    for (int stripe = 0; stripe < 2; stripe++) {
      log.append(stripe, List.of(new LogEntry(key, payload, Instant.now())));
    }
  }

  @Test
  void logWithoutCodecIsRefused() {
    assertThatThrownBy(
            () ->
                WriteBehindCache.<String, Integer>builder("x")
                    .writer(batch -> {})
                    .durability(Durability.logged(new ReferenceLog(shelf)))
                    .build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("codec is missing");
  }

  @Test
  void entriesAreGoneOnceTheyAreWritten() {
    Node node = open();
    node.cache.write("a", 1);
    node.cache.remove("b");
    assertThat(node.cache.flush(LONG).isComplete()).isTrue();
    assertThat(node.database.rows).containsEntry("a", 1);
    assertThat(shelf.size()).isZero();
  }

  @Test
  void writeThatTheLogDidNotTakeIsNotAcknowledged() {
    Node node = open();
    node.log.broken.set(true);
    assertThatThrownBy(() -> node.cache.write("a", 1))
        .isInstanceOfSatisfying(
            WriteBehindException.class, e -> assertThat(e.isTransient()).isTrue());
    assertThat(node.cache.get("a")).isNull();
    await().until(() -> !node.cache.health().healthy());
    node.log.broken.set(false);
    node.cache.write("a", 2);
    assertThat(node.cache.flush(LONG).isComplete()).isTrue();
    assertThat(node.database.historyOf("a")).containsExactly(2);
    assertThat(node.cache.statistics().pending()).isZero();
  }

  @Test
  void whatADeadNodeLeftIsWritten() {
    append("a", (byte) 0, (byte) 0, (byte) 0, (byte) 7);
    Node node = open();
    await().until(() -> node.database.rows.containsKey("a"));
    await().until(() -> shelf.size() == 0);
  }

  @Test
  void writeThatCouldNotBeAcknowledgedComesAgainAndEndsWithTheNewest() {
    Node first = open(options -> options.batchSize(1));
    first.log.deaf.set(true);
    first.cache.write("a", 1);
    await().until(() -> first.database.rows.containsKey("a"));
    first.cache.write("a", 2);
    await().until(() -> first.database.historyOf("a").equals(List.of(1, 2)));
    first.cache.close(Duration.ZERO);
    assertThat(shelf.size()).isEqualTo(2);
    Node second = open();
    await().until(() -> shelf.size() == 0);
    assertThat(second.database.rows).containsEntry("a", 2);
  }

  @Test
  void acknowledgementIsRepeatedUntilTheLogTakesIt() {
    Node node = open();
    node.log.deaf.set(true);
    node.cache.write("a", 1);
    await().until(() -> node.database.rows.containsKey("a"));
    node.log.deaf.set(false);
    assertThat(node.cache.flush(LONG).isComplete()).isTrue();
    assertThat(shelf.size()).isZero();
  }

  @Test
  void keyIsReadableWhereItWasAcceptedUntilAnotherNodeHasWrittenIt() {
    Node leader = open();
    assertThat(leader.holds("a")).isTrue();
    Node other = open();
    leader.database.shut();
    other.cache.write("a", 1);
    assertThat(other.cache.get("a")).isEqualTo(1);
    assertThat(other.cache.flush(Duration.ofMillis(20)).isComplete()).isFalse();
    leader.database.open();
    assertThat(other.cache.flush(LONG).isComplete()).isTrue();
    assertThat(leader.database.rows).containsEntry("a", 1);
    assertThat(other.cache.get("a")).as("no reader knows it").isNull();
  }

  @Test
  void keyKeepsItsOrderOverNodes() {
    Node leader = open();
    assertThat(leader.holds("a")).isTrue();
    Node other = open();
    for (int version = 1; version <= 50; version++) {
      (version % 2 == 0 ? leader : other).cache.write("a", version);
    }
    leader.cache.flush(LONG);
    other.cache.flush(LONG);
    assertThat(leader.database.rows).containsEntry("a", 50);
    assertThat(leader.database.historyOf("a").stream().map(Integer.class::cast)).isSorted();
  }

  @Test
  void nodeThatLostItsLeaseWritesNothingOfWhatItHadRead() {
    Node first = open(options -> options.leaseTime(Duration.ofMillis(300)));
    assertThat(first.holds("a")).isTrue();
    first.database.outage = new SQLTransientException("down");
    first.cache.write("a", 1);
    await().until(() -> first.cache.statistics().failedBatches() > 1);
    first.log.broken.set(true);
    Node second = open();
    await().until(() -> second.database.rows.containsKey("a"));
    second.cache.write("a", 2);
    assertThat(second.cache.flush(LONG).isComplete()).isTrue();
    first.database.outage = null;
    first.log.broken.set(false);
    assertThat(first.cache.flush(LONG).isComplete()).isTrue();
    first.cache.write("b", 1);
    assertThat(first.cache.flush(LONG).isComplete()).isTrue();
    assertThat(first.database.historyOf("a")).containsExactly(0);
    assertThat(second.database.historyOf("a")).containsExactly(1, 2);
    assertThat(second.database.rows).containsEntry("b", 1);
  }

  @Test
  void callerWhoFindsNoRoomWaitsUntilItsEntryIsWritten() throws Exception {
    Node node = open(options -> options.capacity(1).fullWait(Duration.ofMillis(1)));
    node.database.shut();
    node.cache.write("a", 1);
    FutureTask<Void> second = new FutureTask<>(() -> node.cache.write("b", 1), null);
    Thread thread = new Thread(second, "second");
    thread.start();
    await().until(() -> "b".equals(node.cache.pending("b").map(WriteOperation::key).orElse("")));
    assertThat(second.isDone()).isFalse();
    node.database.open();
    second.get(20, TimeUnit.SECONDS);
    assertThat(node.database.rows).containsKey("b");
    assertThat(node.cache.statistics().writtenThrough()).isEqualTo(1);
  }

  @Test
  void callerWhoWaitsTooLongIsToldThatTheLogHasIt() {
    Node node =
        open(
            options ->
                options
                    .capacity(1)
                    .fullWait(Duration.ZERO)
                    .writeThroughTimeout(Duration.ofMillis(10)));
    node.database.shut();
    node.cache.write("a", 1);
    assertThatThrownBy(() -> node.cache.write("b", 1))
        .isInstanceOf(WriteBehindException.class)
        .hasMessageContaining("the log has it");
    node.database.open();
    assertThat(node.cache.flush(LONG).isComplete()).isTrue();
    assertThat(node.database.rows).containsEntry("b", 1);
  }

  @Test
  void deadLetterStaysInTheLogAndComesAgain() {
    Node first = open();
    first.database.poison = operation -> true;
    first.cache.write("a", 1);
    FlushReport report = first.cache.flush(LONG);
    assertThat(report.deadLetters()).isEqualTo(1);
    assertThat(report.isComplete()).as("it does not wait").isTrue();
    assertThat(shelf.size()).isEqualTo(1);
    first.cache.close();
    Node second = open();
    await().until(() -> second.database.rows.containsKey("a"));
    await().until(() -> shelf.size() == 0);
  }

  @Test
  void discardedDeadLetterLeavesTheLog() {
    Node node = open();
    node.database.poison = operation -> true;
    node.cache.write("a", 1);
    node.cache.flush(LONG);
    assertThat(node.cache.discard(node.cache.deadLetters().get(0))).isTrue();
    await().until(() -> shelf.size() == 0);
  }

  @Test
  void entryOfADeadLetterLeavesTheLogWithTheNewerOne() {
    Node node = open();
    node.database.poison = operation -> Integer.valueOf(-1).equals(operation.value());
    node.cache.write("a", -1);
    node.cache.flush(LONG);
    assertThat(node.cache.deadLetters()).hasSize(1);
    node.cache.write("a", 1);
    assertThat(node.cache.flush(LONG).isComplete()).isTrue();
    await().until(() -> shelf.size() == 0);
    assertThat(node.cache.deadLetters()).isEmpty();
  }

  @Test
  void unreadableEntryIsCountedAndHoldsNothingUp() {
    append("bad", (byte) 1);
    Node node = open();
    node.cache.write("a", 1);
    assertThat(node.cache.flush(LONG).isComplete()).isTrue();
    await().until(() -> node.cache.statistics().unreadable() == 2);
    assertThat(node.cache.health().detail()).contains("2 unreadable entries");
    assertThat(shelf.size()).isEqualTo(2);
  }

  @Test
  void manyCallersOfOneNodeLoseNothing() throws Exception {
    Node node = open();
    List<FutureTask<Void>> running = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String name = "t" + i + "-";
      FutureTask<Void> task =
          new FutureTask<>(
              () -> {
                for (int n = 1; n <= 200; n++) {
                  node.cache.write(name + n % 10, n);
                }
                return null;
              });
      running.add(task);
      new Thread(task, name).start();
    }
    for (FutureTask<Void> task : running) {
      task.get(20, TimeUnit.SECONDS);
    }
    assertThat(node.cache.flush(LONG).isComplete()).isTrue();
    assertThat(node.database.rows).hasSize(80);
    assertThat(node.database.rows.values()).allMatch(value -> value > 190);
    assertThat(node.cache.statistics().pending()).isZero();
  }
}
