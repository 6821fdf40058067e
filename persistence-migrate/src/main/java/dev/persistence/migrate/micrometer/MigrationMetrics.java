package dev.persistence.migrate.micrometer;

import dev.persistence.core.Arguments;
import dev.persistence.core.TimeSource;
import dev.persistence.migrate.Migration;
import dev.persistence.migrate.MigrationState;
import dev.persistence.migrate.MigrationStatus;
import dev.persistence.migrate.Migrator;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The meters of migrations.
 *
 * <pre>{@code
 * new MigrationMetrics("shop", migrator, migrations).bindTo(registry);
 * }</pre>
 *
 * <p>All are gauges with the tags database and migration, which is its version: {@code
 * persistence.migration.state} (state: the {@link MigrationState} in lower case) is 1 for the state
 * in which it is and 0 for all others; {@code persistence.migration.rows.filled} and {@code
 * persistence.migration.rows.expected}, not a number while the database has no statistics; {@code
 * persistence.migration.conflicts}; {@code persistence.migration.old.writes} since the switch;
 * {@code persistence.migration.old.instances} that were seen just now.
 *
 * <p>Values come from the database, whoever runs the migration. They are at most as old as was
 * asked for, 10 s by default: then the caller that asks reads them anew, all at once, and others
 * get those of before. All are not a number while the database does not answer, which it is asked
 * to again after the same time; no scrape fails. It waits for as long as the data source lets it.
 * Thread-safe; starts no thread; binding twice to one registry changes nothing.
 */
@SuppressWarnings("exports") // Whoever calls it has Micrometer; nobody else shall need it.
public final class MigrationMetrics implements MeterBinder {

  private static final Logger LOG = LoggerFactory.getLogger(MigrationMetrics.class);
  private static final Duration DEFAULT_AGE = Duration.ofSeconds(10);

  private final String database;
  private final Migrator migrator;
  private final List<Migration> migrations;
  private final Duration maxAge;
  private final TimeSource time;
  private final AtomicBoolean reading = new AtomicBoolean();
  private volatile @Nullable Known known;

  /** What was read, and when. */
  private record Known(Map<String, MigrationStatus> statuses, long atNanos) {}

  /**
   * Takes the migrations that are shown.
   *
   * @param database the tag by which a registry tells several databases apart; not blank
   * @param migrator whose time source tells their age, and whose {@code instanceLife} how long an
   *     instance counts that was seen
   */
  public MigrationMetrics(String database, Migrator migrator, List<Migration> migrations) {
    this(database, migrator, migrations, DEFAULT_AGE);
  }

  private MigrationMetrics(
      String database, Migrator migrator, List<Migration> migrations, Duration maxAge) {
    this.database = Arguments.name("database", database);
    this.migrator = Arguments.notNull("migrator", migrator);
    this.migrations = Arguments.listOf("migrations", migrations);
    this.maxAge = maxAge;
    this.time = migrator.config().timeSource();
  }

  /** Returns metrics that are read anew after another time; 1 s to one hour. */
  public MigrationMetrics maxAge(Duration maxAge) {
    return new MigrationMetrics(
        database,
        migrator,
        migrations,
        Arguments.inRange("maxAge", maxAge, Duration.ofSeconds(1), Duration.ofHours(1)));
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Arguments.notNull("registry", registry);
    for (Migration migration : migrations) {
      bind(registry, migration.version());
    }
  }

  private void bind(MeterRegistry registry, String version) {
    for (MigrationState state : MigrationState.values()) {
      gauge("state", version, status -> status.state() == state ? 1 : 0)
          .description("Whether the migration is in this state, 1 if so")
          .tag("state", state.name().toLowerCase(Locale.ROOT))
          .register(registry);
    }
    gauge("rows.filled", version, MigrationStatus::rowsFilled)
        .description("Rows that backfills have filled")
        .register(registry);
    gauge("rows.expected", version, MigrationMetrics::expected)
        .description("Rows of the tables that are filled, by the database's statistics")
        .register(registry);
    gauge("conflicts", version, MigrationStatus::conflicts)
        .description("Writes to both sides that disagreed")
        .register(registry);
    gauge("old.writes", version, MigrationStatus::oldWrites)
        .description("Writes by old clients since the switch")
        .register(registry);
    gauge("old.instances", version, MigrationStatus::oldInstances)
        .description("Instances that were seen just now and are older than the migration")
        .register(registry);
  }

  private Gauge.Builder<MigrationMetrics> gauge(
      String name, String version, ToDoubleFunction<MigrationStatus> value) {
    // Nobody else has to hold on to this: the registry does.
    return Gauge.builder(
            "persistence.migration." + name, this, metrics -> metrics.value(version, value))
        .strongReference(true)
        .tags("database", database, "migration", version);
  }

  private static double expected(MigrationStatus status) {
    return status.rowsExpected() < 0 ? Double.NaN : status.rowsExpected();
  }

  private double value(String version, ToDoubleFunction<MigrationStatus> value) {
    MigrationStatus status = statuses().get(version);
    return status == null ? Double.NaN : value.applyAsDouble(status);
  }

  private Map<String, MigrationStatus> statuses() {
    Known found = known;
    boolean fresh = found != null && time.nanos() - found.atNanos() < maxAge.toNanos();
    if (fresh || !reading.compareAndSet(false, true)) {
      return found == null ? Map.of() : found.statuses();
    }
    try {
      Known read = new Known(read(), time.nanos());
      known = read;
      return read.statuses();
    } finally {
      reading.set(false);
    }
  }

  private Map<String, MigrationStatus> read() {
    try {
      Map<String, MigrationStatus> statuses = new HashMap<>();
      migrator.statuses(migrations).forEach(one -> statuses.put(one.version(), one));
      return Map.copyOf(statuses);
    } catch (SQLException | RuntimeException failure) {
      // Whatever it is, it is no reason for other metrics of the scrape to be missing.
      LOG.debug("Nothing is known of migrations for now", failure);
      return Map.of();
    }
  }
}
