package dev.persistence.migrate.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.migrate.LiveDatabase;
import dev.persistence.migrate.Migration;
import dev.persistence.migrate.Migrator;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One registry that is told of one and the same migration in two databases. */
@WithPostgres
class TwoDatabasesMetricsTest {

  private final PostgresCluster cluster;
  private final LiveDatabase shop;
  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final Migration migration =
      Migration.define("1", "one more").table("item", t -> t.addColumn("more", "int"));

  TwoDatabasesMetricsTest(PostgresCluster cluster) {
    this.cluster = cluster;
    this.shop = new LiveDatabase(cluster.primary().dataSource());
  }

  @BeforeEach
  void create() throws SQLException {
    create(shop);
  }

  private static void create(LiveDatabase database) throws SQLException {
    database.execute("CREATE TABLE item (id int PRIMARY KEY, amount int)");
  }

  @AfterEach
  void clear() throws SQLException {
    registry.close();
    shop.clear();
  }

  private List<String> states(String database) {
    return registry
        .get("persistence.migration.state")
        .tags("database", database, "migration", "1")
        .gauges()
        .stream()
        .filter(gauge -> gauge.value() == 1)
        .map(gauge -> gauge.getId().getTag("state"))
        .toList();
  }

  @Test
  void eachIsShownByItsName() throws SQLException {
    try (PostgresCluster second = cluster.database("stock")) {
      LiveDatabase stock = new LiveDatabase(second.primary().dataSource());
      create(stock);
      Migrator there = stock.migrator().build();
      there.run(migration);
      new MigrationMetrics("shop", shop.migrator().build(), List.of(migration)).bindTo(registry);
      new MigrationMetrics("stock", there, List.of(migration)).bindTo(registry);
      assertThat(states("shop")).containsExactly("planned");
      assertThat(states("stock")).containsExactly("completed");
      assertThat(registry.getMeters())
          .allSatisfy(meter -> assertThat(meter.getId().getTag("database")).isNotNull());
      stock.clear();
    }
  }

  @Test
  void nameIsAsked() {
    Migrator migrator = shop.migrator().build();
    for (String none : List.of(" ", "two\nlines")) {
      assertThatThrownBy(() -> new MigrationMetrics(none, migrator, List.of(migration)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("database");
    }
  }
}
