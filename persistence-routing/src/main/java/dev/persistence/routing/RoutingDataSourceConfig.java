package dev.persistence.routing;

import dev.persistence.core.TimeSource;
import dev.persistence.core.consistency.Consistency;
import java.time.Duration;

/**
 * The effective settings of a {@link RoutingDataSource}; the text is what is logged at start.
 * Immutable.
 */
public final class RoutingDataSourceConfig {

  private final String name;
  private final Consistency consistency;
  private final Duration samplePeriod;
  private final Duration idleSamplePeriod;
  private final Duration sampleTimeout;
  private final Duration maxWait;
  private final Duration maxLag;
  private final Duration silence;
  private final Duration borrowTimeout;
  private final int primaryFallbackPercent;
  private final UnsatisfiedToken unsatisfiedToken;
  private final ReplicationDialect dialect;
  private final ReplicaSelector selector;
  private final boolean autoRoute;
  private final RoutingListener listener;
  private final TimeSource time;

  RoutingDataSourceConfig(RoutingDataSourceBuilder builder) {
    this.name = builder.name;
    this.consistency = builder.consistency;
    this.samplePeriod = builder.samplePeriod;
    this.idleSamplePeriod = builder.idleSamplePeriod;
    this.sampleTimeout = builder.sampleTimeout;
    this.maxWait = builder.maxWait;
    this.maxLag = builder.maxLag;
    this.silence = builder.silence;
    this.borrowTimeout = builder.borrowTimeout;
    this.primaryFallbackPercent = builder.primaryFallbackPercent;
    this.unsatisfiedToken = builder.unsatisfiedToken;
    this.dialect = builder.dialect;
    this.selector =
        builder.zone.isEmpty() ? builder.selector : builder.selector.preferringZone(builder.zone);
    this.autoRoute = builder.autoRoute;
    this.listener = builder.listener;
    this.time = builder.time;
  }

  /** Returns the cluster's name, as in tokens, metrics and log lines. */
  public String name() {
    return name;
  }

  /** Returns what a read-only connection outside of any read scope demands. */
  public Consistency consistency() {
    return consistency;
  }

  /** Returns the time between two samples of a node while there are writes. */
  public Duration samplePeriod() {
    return samplePeriod;
  }

  /** Returns the time between two samples of a node while there are no writes. */
  public Duration idleSamplePeriod() {
    return idleSamplePeriod;
  }

  /** Returns after which time without an answer a sample has failed. */
  public Duration sampleTimeout() {
    return sampleTimeout;
  }

  /** Returns how long a read waits for a replica to become fresh enough. */
  public Duration maxWait() {
    return maxWait;
  }

  /** Returns the lag beyond which a replica serves no read at all. */
  public Duration maxLag() {
    return maxLag;
  }

  /** Returns after how long without any answer a node is taken for dead. */
  public Duration silence() {
    return silence;
  }

  /** Returns how long work waits for a pool's connection. */
  public Duration borrowTimeout() {
    return borrowTimeout;
  }

  /** Returns which part of the primary's pool may serve reads for want of a replica. */
  public int primaryFallbackPercent() {
    return primaryFallbackPercent;
  }

  /** Returns what becomes of a read whose token is of an epoch that is over. */
  public UnsatisfiedToken unsatisfiedToken() {
    return unsatisfiedToken;
  }

  public ReplicationDialect dialect() {
    return dialect;
  }

  /** Returns who chooses among eligible replicas, the preference for a zone included. */
  public ReplicaSelector selector() {
    return selector;
  }

  /** Tells whether the texts of statements take part in the choice. */
  public boolean autoRoute() {
    return autoRoute;
  }

  public RoutingListener listener() {
    return listener;
  }

  public TimeSource time() {
    return time;
  }

  @Override
  public String toString() {
    return ("consistency %s, samplePeriod %d ms (idle %d ms, timeout %d ms), maxWait %d ms,"
            + " maxLag %d ms, silence %d ms, borrowTimeout %d ms, primaryFallbackPercent %d,"
            + " unsatisfiedToken %s, dialect %s, selector %s, autoRoute %s")
        .formatted(
            consistency,
            samplePeriod.toMillis(),
            idleSamplePeriod.toMillis(),
            sampleTimeout.toMillis(),
            maxWait.toMillis(),
            maxLag.toMillis(),
            silence.toMillis(),
            borrowTimeout.toMillis(),
            primaryFallbackPercent,
            unsatisfiedToken,
            dialect,
            selector,
            autoRoute);
  }
}
