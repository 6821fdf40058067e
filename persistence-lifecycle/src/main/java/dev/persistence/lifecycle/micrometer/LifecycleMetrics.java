package dev.persistence.lifecycle.micrometer;

import dev.persistence.core.Arguments;
import dev.persistence.core.TimeSource;
import dev.persistence.core.transaction.Isolation;
import dev.persistence.core.transaction.Transactions;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.internal.OpenBooks;
import dev.persistence.lifecycle.partition.PartitionCheck;
import dev.persistence.lifecycle.partition.PartitionHealth;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The meters of the life of data.
 *
 * <pre>{@code
 * new LifecycleMetrics("shop", dataSource, catalog).retention(job).bindTo(registry);
 * }</pre>
 *
 * <p>All are gauges with the tag database. {@code persistence.lifecycle.holds.open}: legal holds
 * that are not released; {@code persistence.lifecycle.requests.open}: requests to be forgotten that
 * were begun, and have a store that has not done all. With a job {@code
 * persistence.lifecycle.retention.policies}, and with the tag policy, which is its id, under {@code
 * persistence.lifecycle.retention}: {@code overdue.rows} and {@code overdue.age}, in seconds,
 * {@code rows} by the tag kind (anonymized, archived, removed), {@code success.age}, in seconds,
 * and {@code failed}, 1 if the last run did. With the tag table, under {@code
 * persistence.lifecycle.partitions}: {@code ahead}, {@code missing} of those wanted ahead, {@code
 * gaps}, and {@code default.rows}.
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

  private static final Logger LOG = LoggerFactory.getLogger(LifecycleMetrics.class);

  private record Options(
      @Nullable RetentionJob job,
      Map<String, PartitionCheck> partitions,
      Duration maxAge,
      TimeSource time) {}

  private final String database;
  private final DataSource dataSource;
  private final Catalog catalog;
  private final Options options;

  /**
   * Shows legal holds and requests in the catalog's schema.
   *
   * @param database the tag by which a registry tells several databases apart; not blank
   */
  public LifecycleMetrics(String database, DataSource dataSource, Catalog catalog) {
    this(
        Arguments.name("database", database),
        Arguments.notNull("dataSource", dataSource),
        Arguments.notNull("catalog", catalog),
        new Options(null, Map.of(), DEFAULT_AGE, TimeSource.system()));
  }

  private LifecycleMetrics(
      String database, DataSource dataSource, Catalog catalog, Options options) {
    this.database = database;
    this.dataSource = dataSource;
    this.catalog = catalog;
    this.options = options;
  }

  private LifecycleMetrics with(Options other) {
    return new LifecycleMetrics(database, dataSource, catalog, other);
  }

  /** Returns metrics that show the policies as well, by the criteria and clock of this job. */
  public LifecycleMetrics retention(RetentionJob job) {
    Arguments.notNull("job", job);
    return with(new Options(job, options.partitions, options.maxAge, options.time));
  }

  /**
   * Returns metrics that show the partitions of a table as well. What has to be done something
   * about is in the log each time that values are read anew.
   *
   * @param table the tag under which they are shown
   */
  public LifecycleMetrics partitions(String table, PartitionCheck check) {
    Map<String, PartitionCheck> all = new LinkedHashMap<>(options.partitions);
    all.put(Arguments.name("table", table), Arguments.notNull("check", check));
    return with(new Options(options.job, all, options.maxAge, options.time));
  }

  /** Returns metrics that are read anew after another time; 1 s to one day. */
  public LifecycleMetrics maxAge(Duration maxAge) {
    Arguments.inRange("maxAge", maxAge, Duration.ofSeconds(1), Duration.ofDays(1));
    return with(new Options(options.job, options.partitions, maxAge, options.time));
  }

  /** Returns metrics whose age is told by another time; the system's by default. */
  public LifecycleMetrics timeSource(TimeSource time) {
    Arguments.notNull("time", time);
    return with(new Options(options.job, options.partitions, options.maxAge, time));
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
    options
        .partitions
        .keySet()
        .forEach(table -> new PartitionMeters(database, table, readings).bind(registry));
    if (options.job != null) {
      new PolicyMeters(registry, database, readings).bind();
    }
  }

  private Gauge.Builder<Readings> gauge(
      String name, Readings readings, ToDoubleFunction<Reading> value) {
    // Nobody else has to hold on to this: the registry does.
    return Gauge.builder(
            "persistence.lifecycle." + name, readings, known -> value.applyAsDouble(known.now()))
        .strongReference(true)
        .tag("database", database);
  }

  private Reading read() throws SQLException {
    OpenBooks open = new OpenBooks(catalog);
    Transactions transactions =
        Transactions.builder(dataSource).isolation(Isolation.READ_COMMITTED).build();
    RetentionJob job = options.job;
    List<RetentionStatus> statuses = job == null ? List.of() : job.status();
    Map<String, RetentionStatus> policies = new LinkedHashMap<>();
    statuses.forEach(status -> policies.put(status.policy(), status));
    Map<String, PartitionHealth> partitions = partitions();
    return transactions.call(
        connection ->
            new Reading(
                policies,
                policies.size(),
                partitions,
                open.holds(connection),
                open.requests(connection)));
  }

  private Map<String, PartitionHealth> partitions() throws SQLException {
    Map<String, PartitionHealth> partitions = new LinkedHashMap<>();
    for (Map.Entry<String, PartitionCheck> each : options.partitions.entrySet()) {
      try {
        partitions.put(each.getKey(), each.getValue().check());
      } catch (RuntimeException refused) {
        // A check that makes no sense must not hide the others.
        LOG.warn("The partitions of \"{}\" cannot be checked", each.getKey(), refused);
      }
    }
    return partitions;
  }
}
