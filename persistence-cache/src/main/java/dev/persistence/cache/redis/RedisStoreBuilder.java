package dev.persistence.cache.redis;

import dev.persistence.core.Arguments;
import java.time.Duration;
import java.util.function.Function;

/**
 * Builds a {@link RedisStore}. Used by one thread.
 *
 * <p>Defaults: a read may take 50 ms, every other call 100 ms, a connection 2 s; 10,000 commands
 * may wait for their answer; the circuit breaker opens for 5 s when 50 % of the last 20 calls
 * failed.
 */
public final class RedisStoreBuilder {

  private static final Duration MILLISECOND = Duration.ofMillis(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Function<RedisStoreConfig, Servers> servers;
  String name = "cache";
  Duration readDeadline = Duration.ofMillis(50);
  Duration writeDeadline = Duration.ofMillis(100);
  Duration connectDeadline = Duration.ofSeconds(2);
  int maxPending = 10_000;
  int breakerFailurePercent = 50;
  int breakerCalls = 20;
  Duration breakerOpen = Duration.ofSeconds(5);

  RedisStoreBuilder(Function<RedisStoreConfig, Servers> servers) {
    this.servers = servers;
  }

  /** Names the circuit breaker and the store's thread. Default: cache. */
  public RedisStoreBuilder name(String text) {
    this.name = Arguments.name("name", text);
    return this;
  }

  /** Says how long a read may take, 1 ms to 1 min. Default: 50 ms. */
  public RedisStoreBuilder readDeadline(Duration most) {
    this.readDeadline = Arguments.inRange("readDeadline", most, MILLISECOND, MINUTE);
    return this;
  }

  /** Says how long every other call may take, 1 ms to 1 min. Default: 100 ms. */
  public RedisStoreBuilder writeDeadline(Duration most) {
    this.writeDeadline = Arguments.inRange("writeDeadline", most, MILLISECOND, MINUTE);
    return this;
  }

  /**
   * Says how long it may take until a server has accepted a connection and answered on it, 1 ms to
   * 1 min. Default: 2 s.
   */
  public RedisStoreBuilder connectDeadline(Duration most) {
    this.connectDeadline = Arguments.inRange("connectDeadline", most, MILLISECOND, MINUTE);
    return this;
  }

  /** Says how many commands may wait for their answer at a time; more fail. Default: 10,000. */
  public RedisStoreBuilder maxPending(int commands) {
    this.maxPending = Arguments.inRange("maxPending", commands, 1, 10_000_000);
    return this;
  }

  /** Says what share of failed calls opens the circuit breaker, 1 to 100 %. Default: 50. */
  public RedisStoreBuilder breakerFailurePercent(int percent) {
    this.breakerFailurePercent = Arguments.inRange("breakerFailurePercent", percent, 1, 100);
    return this;
  }

  /** Says how many calls the circuit breaker looks back at, 1 to 10,000. Default: 20. */
  public RedisStoreBuilder breakerCalls(int calls) {
    this.breakerCalls = Arguments.inRange("breakerCalls", calls, 1, 10_000);
    return this;
  }

  /**
   * Says how long the breaker stays open before it tries again, unless a heartbeat is answered
   * before. Default: 5 s.
   */
  public RedisStoreBuilder breakerOpen(Duration duration) {
    this.breakerOpen = Arguments.inRange("breakerOpen", duration, MILLISECOND, Duration.ofHours(1));
    return this;
  }

  /** Builds the store. Does not connect; that begins with the first cache. */
  public RedisStore build() {
    RedisStoreConfig config = new RedisStoreConfig(this);
    return new RedisStore(config, servers.apply(config));
  }
}
