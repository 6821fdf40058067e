package dev.persistence.lifecycle.micrometer;

import dev.persistence.lifecycle.retention.RetentionStatus;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The meters of retention policies in one registry: those of a new policy when it is seen. */
final class PolicyMeters {

  private static final String PREFIX = "persistence.lifecycle.retention.";

  private final MeterRegistry registry;
  private final String database;
  private final Readings readings;
  private final Set<String> bound = ConcurrentHashMap.newKeySet();

  PolicyMeters(MeterRegistry registry, String database, Readings readings) {
    this.registry = registry;
    this.database = database;
    this.readings = readings;
  }

  void bind() {
    Gauge.builder(PREFIX + "policies", this, PolicyMeters::count)
        .strongReference(true)
        .tag("database", database)
        .description("Retention policies in force")
        .register(registry);
    count();
  }

  private double count() {
    Reading reading = readings.now();
    for (String policy : reading.policies().keySet()) {
      if (bound.add(policy)) {
        bind(policy);
      }
    }
    return reading.policyCount();
  }

  private void bind(String policy) {
    gauge("overdue.rows", policy, PolicyMeters::overdue)
        .description("Rows that are old enough for what was not done with them")
        .register(registry);
    gauge("overdue.age", policy, status -> seconds(status.overdueAge()))
        .baseUnit("seconds")
        .description("For how long the first of the overdue rows has been that")
        .register(registry);
    rows("anonymized", policy, RetentionStatus::anonymized);
    rows("archived", policy, RetentionStatus::archived);
    rows("removed", policy, RetentionStatus::removed);
    gauge("success.age", policy, status -> seconds(status.sinceSuccess()))
        .baseUnit("seconds")
        .description("Time since the last run that did not fail")
        .register(registry);
    gauge("failed", policy, PolicyMeters::failed)
        .description("Whether the last run failed, 1 if so")
        .register(registry);
  }

  private void rows(String kind, String policy, ToDoubleFunction<RetentionStatus> value) {
    gauge("rows", policy, value)
        .tag("kind", kind)
        .description("Rows with which something was done since the policy is in force")
        .register(registry);
  }

  private Gauge.Builder<PolicyMeters> gauge(
      String name, String policy, ToDoubleFunction<RetentionStatus> value) {
    // Nobody else has to hold on to this: the registry does.
    return Gauge.builder(PREFIX + name, this, meters -> meters.value(policy, value))
        .strongReference(true)
        .tags("database", database, "policy", policy);
  }

  private double value(String policy, ToDoubleFunction<RetentionStatus> value) {
    RetentionStatus status = readings.now().policies().get(policy);
    return status == null ? Double.NaN : value.applyAsDouble(status);
  }

  private static double overdue(RetentionStatus status) {
    return status.overdue() < 0 ? Double.NaN : status.overdue();
  }

  /** A policy without a run has neither failed nor not. */
  private static double failed(RetentionStatus status) {
    if (status.failure() != null) {
      return 1;
    }
    return status.sinceSuccess() == null ? Double.NaN : 0;
  }

  private static double seconds(@Nullable Duration time) {
    return time == null ? Double.NaN : time.toMillis() / 1_000.0;
  }
}
