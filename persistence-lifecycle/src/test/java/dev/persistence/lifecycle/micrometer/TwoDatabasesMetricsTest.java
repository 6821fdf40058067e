package dev.persistence.lifecycle.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.core.sql.TableName;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.LifecycleTables;
import dev.persistence.lifecycle.LiveDatabase;
import dev.persistence.lifecycle.partition.PartitionCheck;
import dev.persistence.lifecycle.partition.PartitionHealth;
import dev.persistence.lifecycle.retention.RetentionJob;
import dev.persistence.lifecycle.retention.RetentionPolicies;
import dev.persistence.lifecycle.retention.RetentionPolicy;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Period;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One registry that is told of two databases with tables and policies of the same names. */
@WithPostgres
class TwoDatabasesMetricsTest {

  private final PostgresCluster cluster;
  private final LiveDatabase shop;
  private final MeterRegistry registry = new SimpleMeterRegistry();

  TwoDatabasesMetricsTest(PostgresCluster cluster) {
    this.cluster = cluster;
    this.shop = new LiveDatabase(cluster.primary().dataSource());
  }

  @AfterEach
  void clear() throws SQLException {
    registry.close();
    shop.clear();
  }

  /** With so many rows that are overdue, and of partitions too few by this many. */
  private void bind(String name, LiveDatabase database, int many) throws SQLException {
    database.execute("CREATE TABLE events (id bigint PRIMARY KEY, made_on date NOT NULL)");
    for (int id = 1; id <= many; id++) {
      database.execute("INSERT INTO events VALUES (%d, '2001-01-01')".formatted(id));
    }
    Catalog catalog = database.scan(Catalog.builder());
    database.execute(LifecycleTables.ddl(catalog));
    RetentionPolicy policy = RetentionPolicy.of("events", "made_on", Period.ofDays(30));
    RetentionPolicies policies = RetentionPolicies.of(catalog);
    database.transactions().run(connection -> policies.save(connection, policy));
    PartitionCheck check = () -> new PartitionHealth(TableName.of("events"), List.of(), 0, many, 0);
    RetentionJob job = RetentionJob.builder(database.dataSource(), catalog).build();
    new LifecycleMetrics(name, database.dataSource(), catalog)
        .retention(job)
        .partitions("events", check)
        .bindTo(registry);
  }

  private double value(String database, String meter) {
    return registry.get("persistence.lifecycle." + meter).tag("database", database).gauge().value();
  }

  @Test
  void eachIsShownByItsName() throws SQLException {
    try (PostgresCluster second = cluster.database("crm")) {
      LiveDatabase crm = new LiveDatabase(second.primary().dataSource());
      bind("shop", shop, 1);
      bind("crm", crm, 2);
      assertThat(value("shop", "retention.overdue.rows")).isEqualTo(1);
      assertThat(value("crm", "retention.overdue.rows")).isEqualTo(2);
      assertThat(value("shop", "partitions.missing")).isEqualTo(1);
      assertThat(value("crm", "partitions.missing")).isEqualTo(2);
      assertThat(registry.getMeters())
          .hasSize(2 * (3 + 7 + 4))
          .allSatisfy(meter -> assertThat(meter.getId().getTag("database")).isNotNull());
      crm.clear();
    }
  }

  @Test
  void nameIsAsked() throws SQLException {
    Catalog catalog = shop.scan(Catalog.builder());
    for (String none : List.of(" ", "two\nlines")) {
      assertThatThrownBy(() -> new LifecycleMetrics(none, shop.dataSource(), catalog))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("database");
    }
  }
}
