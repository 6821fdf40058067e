package dev.persistence.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.cache.log.LogEntry;
import dev.persistence.cache.log.LogPosition;
import dev.persistence.cache.log.LogRecord;
import dev.persistence.cache.log.WriteLog;
import dev.persistence.cache.log.WriteLogContract;
import dev.persistence.cache.log.WriteLogException;
import dev.persistence.testkit.junit.WithRedis;
import dev.persistence.testkit.redis.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

@WithRedis(appendOnly = true)
final class RedisStreamLogDatabaseTest extends WriteLogContract {

  private static final AtomicInteger QUEUES = new AtomicInteger();
  private static final Duration LONG = Duration.ofMinutes(1);

  private final RedisURI uri;
  private static final RedisClient CLIENT = RedisClient.create();
  private final String queue;
  private final StatefulRedisConnection<String, String> connection;

  RedisStreamLogDatabaseTest(RedisServer redis) {
    this.uri = RedisURI.create(redis.uri());
    this.queue = redis.keyPrefix() + QUEUES.incrementAndGet();
    this.connection = CLIENT.connect(uri);
  }

  @Override
  protected WriteLog newLog() {
    return RedisStreamLog.of(queue, CLIENT, uri);
  }

  @AfterAll
  static void shutDown() {
    CLIENT.shutdown(Duration.ZERO, Duration.ofSeconds(2));
  }

  private RedisCommands<String, String> redis() {
    return connection.sync();
  }

  private String stream() {
    return "{writebehind:" + queue + ":0}:log";
  }

  private static LogEntry entry(String key) {
    return new LogEntry(key, new byte[1], Instant.ofEpochMilli(1));
  }

  private WriteLog opened() {
    WriteLog log = newLog();
    log.open(2);
    assertThat(log.lease(0, LONG)).isTrue();
    return log;
  }

  @Test
  void foreignEntryIsNoEntryAndHoldsNothingUp() {
    try (WriteLog log = opened()) {
      redis().xadd(stream(), Map.of("foreign", "field"));
      redis().xadd(stream(), Map.of("k", "key", "t", "no number"));
      log.append(0, List.of(entry("a")));
      assertThat(log.first(0, 10))
          .extracting(LogRecord::entry)
          .containsExactly(null, null, entry("a"));
    }
  }

  @Test
  void streamThatWasDeletedIsMadeAgain() {
    try (WriteLog log = opened()) {
      log.append(0, List.of(entry("a")));
      LogPosition last = log.first(0, 10).get(0).position();
      redis().del(stream());
      log.append(0, List.of(entry("b")));
      assertThatThrownBy(() -> log.next(0, last, 10)).isInstanceOf(WriteLogException.class);
      assertThat(log.next(0, last, 10)).extracting(LogRecord::entry).containsExactly(entry("b"));
    }
  }

  @Test
  void entryThatSomeoneDeletedIsSkipped() {
    try (WriteLog log = opened()) {
      List<LogPosition> positions = log.append(0, List.of(entry("a"), entry("b"), entry("c")));
      log.first(0, 10);
      redis().xdel(stream(), positions.get(1).toString());
      assertThat(log.first(0, 10))
          .extracting(LogRecord::entry)
          .containsExactly(entry("a"), entry("c"));
    }
  }

  @Test
  void consumersThatAreGoneAreForgotten() {
    for (int i = 0; i < 3; i++) {
      try (WriteLog log = opened()) {
        log.append(0, List.of(entry("a")));
        log.first(0, 10);
        log.release(0);
      }
    }
    assertThat(redis().xinfoConsumers(stream(), "writers")).hasSize(1);
  }

  @Test
  void lossBoundTellsWhatRedisWasToldToKeep() {
    try (WriteLog log = opened()) {
      assertThat(log.lossBound()).startsWith("REDIS_STREAM: nothing, as long as");
    }
    redis().configSet("appendfsync", "everysec");
    try (WriteLog log = newLog()) {
      log.open(2);
      assertThat(log.lossBound()).contains("appendfsync everysec");
    } finally {
      redis().configSet("appendfsync", "always");
    }
  }

  @Test
  void lossBoundTellsThatRedisKeepsNothing() {
    try (RedisServer forgetful = RedisServer.start();
        WriteLog log = RedisStreamLog.of(queue, CLIENT, RedisURI.create(forgetful.uri()))) {
      log.open(1);
      assertThat(log.lossBound()).contains("append-only file is off");
    }
  }

  @Test
  void acknowledgedEntriesOutliveTheServersCrash() {
    try (RedisServer server = RedisServer.builder().appendOnly().start();
        WriteLog log = RedisStreamLog.of(queue, CLIENT, RedisURI.create(server.uri()))) {
      log.open(1);
      for (int i = 0; i < 20; i++) {
        log.append(0, List.of(entry("k" + i)));
      }
      server.kill();
      assertThatThrownBy(() -> log.append(0, List.of(entry("x"))))
          .isInstanceOfSatisfying(
              WriteLogException.class, e -> assertThat(e.isTransient()).isTrue());
      server.restart();
      assertThat(log.lease(0, LONG)).isTrue();
      assertThat(log.first(0, 100)).hasSize(20);
    }
  }

  @Test
  void queueWithABraceIsRefused() {
    assertThatThrownBy(() -> RedisStreamLog.of("a{b", CLIENT, uri))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("brace");
  }
}
