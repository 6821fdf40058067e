package dev.persistence.migrate.micrometer;

import dev.persistence.core.Arguments;
import dev.persistence.core.keyset.Throttle;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/**
 * A throttle that counts for how long another one has backfills wait, and why.
 *
 * <pre>{@code
 * ThrottleMetrics throttle = ThrottleMetrics.of("shop", Throttle.rate(20_000));
 * throttle.bindTo(registry);
 * Migrator migrator = Migrator.builder(primary).throttle(throttle).build();
 * }</pre>
 *
 * <p>{@code persistence.migration.throttled} counts seconds since the start of this process, which
 * is the runner's, by the tags database and cause: the {@link Throttle.Cause} in lower case. A
 * pause that is cut short counts in full. It is there for as long as somebody holds the throttle,
 * as its migrator does. Thread-safe; asks as often as it is asked.
 */
@SuppressWarnings("exports") // Whoever calls it has Micrometer; nobody else shall need it.
public final class ThrottleMetrics implements Throttle, MeterBinder {

  private static final double NANOS_PER_SECOND = Duration.ofSeconds(1).toNanos();

  private final String database;
  private final Throttle throttle;
  private final Map<Cause, LongAdder> nanos = new EnumMap<>(Cause.class);

  private ThrottleMetrics(String database, Throttle throttle) {
    this.database = database;
    this.throttle = throttle;
    for (Cause cause : Cause.values()) {
      nanos.put(cause, new LongAdder());
    }
  }

  /**
   * Returns a throttle that answers as the given one does.
   *
   * @param database the tag by which a registry tells several databases apart; not blank
   */
  public static ThrottleMetrics of(String database, Throttle throttle) {
    return new ThrottleMetrics(
        Arguments.name("database", database), Arguments.notNull("throttle", throttle));
  }

  @Override
  public Pause ask(long rows) {
    Pause pause = throttle.ask(rows);
    if (!pause.isNone()) {
      of(pause.cause()).add(pause.atLeast().toNanos());
    }
    return pause;
  }

  private LongAdder of(Cause cause) {
    return Objects.requireNonNull(nanos.get(cause), "every cause has one");
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Arguments.notNull("registry", registry);
    for (Cause cause : Cause.values()) {
      FunctionCounter.builder(
              "persistence.migration.throttled", this, me -> me.of(cause).sum() / NANOS_PER_SECOND)
          .description("Time for which backfills were told to wait")
          .baseUnit("seconds")
          .tags("database", database, "cause", cause.name().toLowerCase(Locale.ROOT))
          .register(registry);
    }
  }
}
