package dev.persistence.cache;

import java.time.Duration;

/** The effective settings of a {@link WriteBehindCache}; the text is what is logged at start. */
public final class WriteBehindCacheConfig {

  private final String name;
  private final Durability durability;
  private final int stripes;
  private final int batchSize;
  private final Duration maxAge;
  private final int capacity;
  private final Duration fullWait;
  private final int maxAttempts;
  private final Duration backoffBase;
  private final Duration backoffCap;
  private final int deadLetterCapacity;
  private final Duration closeTimeout;
  private final Duration writeThroughTimeout;
  private final Duration leaseTime;
  private final Duration pollPeriod;

  WriteBehindCacheConfig(WriteBehindCacheBuilder<?, ?> builder, Durability durability) {
    this.name = builder.name;
    this.durability = durability;
    this.stripes = builder.stripes;
    this.batchSize = builder.batchSize;
    this.maxAge = builder.maxAge;
    this.capacity = builder.capacity;
    this.fullWait = builder.fullWait;
    this.maxAttempts = builder.maxAttempts;
    this.backoffBase = builder.backoffBase;
    this.backoffCap = builder.backoffCap;
    this.deadLetterCapacity = builder.deadLetterCapacity;
    this.closeTimeout = builder.closeTimeout;
    this.writeThroughTimeout = builder.writeThroughTimeout;
    this.leaseTime = builder.leaseTime;
    this.pollPeriod = builder.pollPeriod;
  }

  public String name() {
    return name;
  }

  public Durability durability() {
    return durability;
  }

  public int stripes() {
    return stripes;
  }

  public int batchSize() {
    return batchSize;
  }

  public Duration maxAge() {
    return maxAge;
  }

  public int capacity() {
    return capacity;
  }

  public Duration fullWait() {
    return fullWait;
  }

  public int maxAttempts() {
    return maxAttempts;
  }

  public Duration backoffBase() {
    return backoffBase;
  }

  public Duration backoffCap() {
    return backoffCap;
  }

  public int deadLetterCapacity() {
    return deadLetterCapacity;
  }

  public Duration closeTimeout() {
    return closeTimeout;
  }

  public Duration writeThroughTimeout() {
    return writeThroughTimeout;
  }

  public Duration leaseTime() {
    return leaseTime;
  }

  public Duration pollPeriod() {
    return pollPeriod;
  }

  @Override
  public String toString() {
    String text =
        "write-behind \"%s\": durability %s, stripes %d, batchSize %d, maxAge %s, capacity %d, fullWait %s, maxAttempts %d,"
                .formatted(
                    name,
                    durability.name(),
                    stripes,
                    batchSize,
                    maxAge,
                    capacity,
                    fullWait,
                    maxAttempts)
            + " backoff %s to %s, deadLetterCapacity %d, closeTimeout %s"
                .formatted(backoffBase, backoffCap, deadLetterCapacity, closeTimeout);
    return durability instanceof Durability.Memory
        ? text
        : text
            + ", writeThroughTimeout %s, leaseTime %s, pollPeriod %s"
                .formatted(writeThroughTimeout, leaseTime, pollPeriod);
  }
}
