package dev.persistence.lifecycle.micrometer;

import dev.persistence.lifecycle.partition.PartitionHealth;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;

/** The meters of one table's partitions. */
final class PartitionMeters {

  private final String database;
  private final String table;
  private final Readings readings;

  PartitionMeters(String database, String table, Readings readings) {
    this.database = database;
    this.table = table;
    this.readings = readings;
  }

  void bind(MeterRegistry registry) {
    gauge("ahead", PartitionHealth::ahead)
        .description("Whole partitions behind the present one without a gap")
        .register(registry);
    gauge("missing", health -> Math.max(0, health.wantedAhead() - health.ahead()))
        .description("Partitions that are wanted ahead and are not there")
        .register(registry);
    gauge("gaps", health -> health.gaps().size())
        .description("Ranges, values or remainders that no partition takes")
        .register(registry);
    gauge("default.rows", PartitionHealth::defaultRows)
        .description("Rows that found no partition of their own")
        .register(registry);
  }

  private Gauge.Builder<PartitionMeters> gauge(
      String name, ToDoubleFunction<PartitionHealth> value) {
    // Nobody else has to hold on to this: the registry does.
    return Gauge.builder(
            "persistence.lifecycle.partitions." + name, this, meters -> meters.value(value))
        .strongReference(true)
        .tags("database", database, "table", table);
  }

  private double value(ToDoubleFunction<PartitionHealth> value) {
    PartitionHealth health = readings.now().partitions().get(table);
    return health == null ? Double.NaN : value.applyAsDouble(health);
  }
}
