package dev.persistence.cache.redis;

import java.time.Duration;

/**
 * The effective settings of a {@link RedisStore}; the text is what is logged at start. Immutable.
 */
public final class RedisStoreConfig {

  private final String name;
  private final Duration readDeadline;
  private final Duration writeDeadline;
  private final Duration connectDeadline;
  private final int maxPending;
  private final int breakerFailurePercent;
  private final int breakerCalls;
  private final Duration breakerOpen;

  RedisStoreConfig(RedisStoreBuilder builder) {
    this.name = builder.name;
    this.readDeadline = builder.readDeadline;
    this.writeDeadline = builder.writeDeadline;
    this.connectDeadline = builder.connectDeadline;
    this.maxPending = builder.maxPending;
    this.breakerFailurePercent = builder.breakerFailurePercent;
    this.breakerCalls = builder.breakerCalls;
    this.breakerOpen = builder.breakerOpen;
  }

  /** Returns the name of the circuit breaker and of the store's thread. */
  public String name() {
    return name;
  }

  /** Returns how long a read may take. */
  public Duration readDeadline() {
    return readDeadline;
  }

  /** Returns how long every call but a read may take. */
  public Duration writeDeadline() {
    return writeDeadline;
  }

  /** Returns how long a server may take to accept a connection. */
  public Duration connectDeadline() {
    return connectDeadline;
  }

  /** Returns how many commands may wait for their answer at a time. */
  public int maxPending() {
    return maxPending;
  }

  /** Returns the share of failed calls that opens the circuit breaker, in percent. */
  public int breakerFailurePercent() {
    return breakerFailurePercent;
  }

  /** Returns how many calls the circuit breaker looks back at. */
  public int breakerCalls() {
    return breakerCalls;
  }

  /** Returns how long the circuit breaker stays open before it tries again. */
  public Duration breakerOpen() {
    return breakerOpen;
  }

  @Override
  public String toString() {
    return "name="
        + name
        + ", readDeadline="
        + readDeadline
        + ", writeDeadline="
        + writeDeadline
        + ", connectDeadline="
        + connectDeadline
        + ", maxPending="
        + maxPending
        + ", breakerFailurePercent="
        + breakerFailurePercent
        + ", breakerCalls="
        + breakerCalls
        + ", breakerOpen="
        + breakerOpen;
  }
}
