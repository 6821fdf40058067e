package dev.persistence.lifecycle.micrometer;

import dev.persistence.core.Arguments;
import dev.persistence.core.TimeSource;
import dev.persistence.core.transaction.Isolation;
import dev.persistence.core.transaction.Transactions;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.internal.OpenBooks;
import dev.persistence.lifecycle.retention.RetentionJob;
import dev.persistence.lifecycle.retention.RetentionStatus;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The meters of the life of data.
 *
 * <pre>{@code
 * new LifecycleMetrics(dataSource, catalog).retention(job).bindTo(registry);
 * }</pre>
 *
 * <p>All are gauges. {@code persistence.lifecycle.holds.open}: legal holds that are not released;
 * {@code persistence.lifecycle.requests.open}: requests to be forgotten that were begun, and have a
 * store that has not done all. With a job {@code persistence.lifecycle.retention.policies}, and
 * with the tag policy, which is its id, under {@code persistence.lifecycle.retention}: {@code
 * overdue.rows} and {@code overdue.age}, in seconds, {@code rows} by the tag kind (anonymized,
 * archived, removed), {@code success.age}, in seconds, and {@code failed}, 1 if the last run did.
 *
 * <p>Values come from the database, whoever runs the job. They are at most as old as was asked for,
 * 1 min by default: then the caller that asks reads them anew, all at once, and others get those of
 * before. Overdue rows are counted as {@link RetentionJob#status} does, so ask less often where
 * that takes long. All are not a number while the database does not answer or has no {@link
 * dev.persistence.lifecycle.LifecycleTables}; no scrape fails. It waits for as long as the data
 * source lets it. A policy that comes later has its meters one scrape later; those of one that goes
 * are not a number. Immutable and thread-safe; starts no thread; binding twice to one registry
 * changes nothing.
 */
@SuppressWarnings("exports") // Whoever calls it has Micrometer; nobody else shall need it.
public final class LifecycleMetrics implements MeterBinder {

  private static final Duration DEFAULT_AGE = Duration.ofMinutes(1);

  private record Options(
      DataSource dataSource,
      Catalog catalog,
      @Nullable RetentionJob job,
      Duration maxAge,
      TimeSource time) {}

  private final Options options;

  /** Shows legal holds and requests in the catalog's schema. */
  public LifecycleMetrics(DataSource dataSource, Catalog catalog) {
    this(
        new Options(
            Arguments.notNull("dataSource", dataSource),
            Arguments.notNull("catalog", catalog),
            null,
            DEFAULT_AGE,
            TimeSource.system()));
  }

  private LifecycleMetrics(Options options) {
    this.options = options;
  }

  /** Returns metrics that show the policies as well, by the criteria and clock of this job. */
  public LifecycleMetrics retention(RetentionJob job) {
    return new LifecycleMetrics(
        new Options(
            options.dataSource,
            options.catalog,
            Arguments.notNull("job", job),
            options.maxAge,
            options.time));
  }

  /** Returns metrics that are read anew after another time; 1 s to one day. */
  public LifecycleMetrics maxAge(Duration maxAge) {
    return new LifecycleMetrics(
        new Options(
            options.dataSource,
            options.catalog,
            options.job,
            Arguments.inRange("maxAge", maxAge, Duration.ofSeconds(1), Duration.ofDays(1)),
            options.time));
  }

  /** Returns metrics whose age is told by another time; the system's by default. */
  public LifecycleMetrics timeSource(TimeSource time) {
    return new LifecycleMetrics(
        new Options(
            options.dataSource,
            options.catalog,
            options.job,
            options.maxAge,
            Arguments.notNull("time", time)));
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Arguments.notNull("registry", registry);
    Readings readings = new Readings(this::read, options.maxAge, options.time);
    gauge("holds.open", readings, Reading::holds)
        .description("Legal holds that are not released")
        .register(registry);
    gauge("requests.open", readings, Reading::requests)
        .description("Requests of persons that have not come to their end")
        .register(registry);
    if (options.job != null) {
      new PolicyMeters(registry, readings).bind();
    }
  }

  private static Gauge.Builder<Readings> gauge(
      String name, Readings readings, ToDoubleFunction<Reading> value) {
    // Nobody else has to hold on to this: the registry does.
    return Gauge.builder(
            "persistence.lifecycle." + name, readings, known -> value.applyAsDouble(known.now()))
        .strongReference(true);
  }

  private Reading read() throws SQLException {
    OpenBooks open = new OpenBooks(options.catalog);
    Transactions transactions =
        Transactions.builder(options.dataSource).isolation(Isolation.READ_COMMITTED).build();
    RetentionJob job = options.job;
    List<RetentionStatus> statuses = job == null ? List.of() : job.status();
    Map<String, RetentionStatus> policies = new LinkedHashMap<>();
    statuses.forEach(status -> policies.put(status.policy(), status));
    return transactions.call(
        connection ->
            new Reading(
                policies, policies.size(), open.holds(connection), open.requests(connection)));
  }
}
