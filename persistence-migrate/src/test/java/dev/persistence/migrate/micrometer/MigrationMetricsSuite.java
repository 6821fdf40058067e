package dev.persistence.migrate.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.persistence.migrate.LiveDatabase;
import dev.persistence.migrate.Migration;
import dev.persistence.migrate.MigrationState;
import dev.persistence.migrate.Migrator;
import dev.persistence.testkit.time.ManualTimeSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a registry is told of migrations, by whoever they are run. */
abstract class MigrationMetricsSuite {

  private static final Duration AGE = Duration.ofSeconds(10);
  private static final int ROWS = 20;

  private final LiveDatabase database;
  private final Migrator runner;
  private final ManualTimeSource time = ManualTimeSource.skipping();
  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final Migration first =
      Migration.define("1", "a copy")
          .table("item", t -> t.addColumn("copy", "int").up("amount").down("amount", "copy"));
  private final List<Migration> migrations =
      List.of(
          first,
          Migration.define("2", "one more").table("item", t -> t.addColumn("more", "int")),
          Migration.define("3", "full").table("item", t -> t.setNotNull("amount", "0")));

  MigrationMetricsSuite(LiveDatabase database) {
    this.database = database;
    this.runner = database.migrator().build();
  }

  @BeforeEach
  void create() throws SQLException {
    database.execute("CREATE TABLE item (id int PRIMARY KEY, amount int)");
    for (int i = 0; i < ROWS; i++) {
      database.execute("INSERT INTO item VALUES (" + i + ", " + i + ")");
    }
    bind(database.migrator().timeSource(time).build());
  }

  /** Nobody else than the registry holds on to what is bound. */
  private void bind(Migrator migrator) {
    new MigrationMetrics("shop", migrator, migrations).bindTo(registry);
  }

  @AfterEach
  void clear() throws SQLException {
    registry.close();
    database.clear();
  }

  /** Returns the value once it is read anew. */
  private double fresh(String meter, String version) {
    time.advance(AGE);
    return value(meter, version);
  }

  private double value(String meter, String version) {
    return registry.get("persistence.migration." + meter).tag("migration", version).gauge().value();
  }

  private List<String> states(String version) {
    time.advance(AGE);
    return registry.get("persistence.migration.state").tag("migration", version).gauges().stream()
        .filter(gauge -> gauge.value() == 1)
        .map(gauge -> gauge.getId().getTag("state"))
        .toList();
  }

  @Test
  void migrationsThatWereNeverBegunArePlanned() throws SQLException {
    assertThat(states("1")).containsExactly("planned");
    assertThat(value("rows.filled", "1")).isZero();
    assertThat(value("rows.expected", "1")).isNaN();
    runner.run(migrations.get(1));
    assertThat(states("1")).containsExactly("planned");
    assertThat(states("2")).containsExactly("completed");
    assertThat(value("rows.expected", "2")).isNaN();
  }

  @Test
  void stateAndRowsFollowTheRunner() throws SQLException {
    runner.expand(first);
    database.execute(database.sql("ANALYZE item", "ANALYZE TABLE item"));
    assertThat(states("1")).containsExactly("expanded");
    assertThat(value("rows.filled", "1")).isZero();
    assertThat(value("rows.expected", "1")).isCloseTo(ROWS, within(ROWS / 2.0));
    runner.backfill(first);
    assertThat(states("1")).containsExactly("backfilled");
    assertThat(value("rows.filled", "1")).isEqualTo(ROWS - 0.0);
    assertThat(value("rows.filled", "3")).isZero();
    runner.abort(first);
    assertThat(states("1")).containsExactly("aborted");
    assertThat(value("rows.filled", "1")).isZero();
  }

  @Test
  void whatStandsAgainstTheContractPhaseIsCounted() throws SQLException {
    runner.expand(first);
    database.execute("UPDATE item SET amount = 100, copy = 200 WHERE id < 2");
    assertThat(fresh("conflicts", "1")).isEqualTo(2);
    runner.backfill(first);
    runner.verify(first);
    runner.switchTo(first);
    database.execute("UPDATE item SET amount = 300 WHERE id = 5");
    runner.seen("web-1", "0");
    runner.seen("web-2", "1");
    assertThat(fresh("old.writes", "1")).isEqualTo(1);
    assertThat(value("old.instances", "1")).isEqualTo(1);
    assertThat(value("conflicts", "3")).isZero();
    runner.seen("web-1", "1");
    assertThat(fresh("old.instances", "1")).isZero();
  }

  @Test
  void valuesAreReadAgainOnceTheyAreOldEnough() throws SQLException {
    assertThat(states("1")).containsExactly("planned");
    runner.expand(first);
    time.advance(AGE.minusNanos(1));
    assertThat(state(MigrationState.PLANNED)).isEqualTo(1);
    time.advance(Duration.ofNanos(1));
    assertThat(state(MigrationState.PLANNED)).isZero();
    assertThat(state(MigrationState.EXPANDED)).isEqualTo(1);
  }

  private double state(MigrationState state) {
    return registry
        .get("persistence.migration.state")
        .tags("migration", "1", "state", state.name().toLowerCase(Locale.ROOT))
        .gauge()
        .value();
  }

  @Test
  void databaseThatCannotBeReadMakesValuesUnknownUntilItCan() throws SQLException {
    runner.expand(first);
    assertThat(fresh("conflicts", "1")).isZero();
    database.execute("ALTER TABLE migration_events RENAME TO hidden");
    assertThat(fresh("conflicts", "1")).isNaN();
    assertThat(value("state", "2")).isNaN();
    database.execute("ALTER TABLE hidden RENAME TO migration_events");
    assertThat(value("conflicts", "1")).isNaN();
    assertThat(fresh("conflicts", "1")).isZero();
  }

  @Test
  void registryHoldsOnToWhatIsBound() {
    System.gc();
    assertThat(states("1")).containsExactly("planned");
  }

  @Test
  void bindingTwiceChangesNothing() {
    int meters = registry.getMeters().size();
    bind(runner);
    assertThat(registry.getMeters())
        .hasSize(meters)
        .hasSize(migrations.size() * (MigrationState.values().length + 5));
  }

  @Test
  void ageOutOfRangeIsRefused() {
    MigrationMetrics metrics = new MigrationMetrics("shop", runner, migrations);
    assertThatThrownBy(() -> metrics.maxAge(Duration.ofMillis(999)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maxAge");
    new MigrationMetrics("shop", runner, List.of()).maxAge(Duration.ofSeconds(1)).bindTo(registry);
  }
}
