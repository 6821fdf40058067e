package dev.persistence.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.persistence.core.sql.TableName;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * An autovacuum, as it follows a large backfill, has a lock that no step can take beside it, and
 * ends by itself only for who waits longer than a step does.
 */
@WithPostgres(settings = {"autovacuum = on", "autovacuum_naptime = 1s"})
class PostgresAutovacuumTest {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** Shorter than the autovacuum of the test would take, which rests at each page. */
  private static final Duration LOCK_PATIENCE = Duration.ofSeconds(15);

  private final LiveDatabase database;
  private final Migration migration;
  private final ExecutorService runner = Executors.newSingleThreadExecutor();

  PostgresAutovacuumTest(PostgresCluster cluster) {
    this.database = new LiveDatabase(cluster.primary().dataSource());
    this.migration = People.migration(database);
  }

  @AfterEach
  void clear() throws Exception {
    runner.shutdownNow();
    assertThat(runner.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    database.clear();
  }

  private void awaitAutovacuum(String table) {
    String query =
        "SELECT COUNT(*) FROM pg_stat_progress_vacuum WHERE relid = '" + table + "'::regclass";
    await().atMost(PATIENCE).until(() -> database.number(query) > 0);
  }

  private void startAutovacuum() throws SQLException {
    People.create(database, 20_000);
    startAutovacuum("person");
  }

  private void startAutovacuum(String table) throws SQLException {
    database.execute(
        "ALTER TABLE "
            + table
            + " SET (autovacuum_vacuum_threshold = 0,"
            + " autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_cost_delay = 100,"
            + " autovacuum_vacuum_cost_limit = 1)",
        "UPDATE " + table + " SET note = 'x'");
    awaitAutovacuum(table);
  }

  @Test
  void autovacuumEndsForAStepAndNobodyWaitsForThat() throws Exception {
    startAutovacuum();
    Migrator migrator = database.migrator().lockPatience(LOCK_PATIENCE).build();
    Future<?> expanding =
        runner.submit(
            () -> {
              migrator.expand(migration);
              return true;
            });
    Duration worst = Duration.ZERO;
    try (Connection writer = database.dataSource().getConnection()) {
      for (int id = 1; !expanding.isDone(); id = id % 1_000 + 1) {
        long started = System.nanoTime();
        LiveDatabase.execute(writer, "UPDATE person SET note = 'y' WHERE id = " + id);
        Duration took = Duration.ofNanos(System.nanoTime() - started);
        worst = took.compareTo(worst) > 0 ? took : worst;
      }
    }
    expanding.get(1, TimeUnit.MINUTES);
    assertThat(migrator.status(migration).state()).isEqualTo(MigrationState.EXPANDED);
    assertThat(worst).isLessThan(deadlockTimeout());
  }

  /** For which the runner has waited for the autovacuum, and nobody for the runner. */
  private Duration deadlockTimeout() throws SQLException {
    return Duration.ofMillis(
        database.number("SELECT setting FROM pg_settings WHERE name = 'deadlock_timeout'"));
  }

  /** Of the table that others refer to, which such steps lock as well. */
  @Test
  void autovacuumOfAnotherTableEndsForAStepOfTwo() throws Exception {
    database.execute(
        "CREATE TABLE users (id int PRIMARY KEY, phone text, note text)",
        "CREATE TABLE contacts (user_id int PRIMARY KEY REFERENCES users ON DELETE CASCADE)",
        "CREATE TABLE orders (id int PRIMARY KEY, buyer int)",
        "INSERT INTO users SELECT g, 'p', 'n' FROM generate_series(1, 20000) g");
    Migration buyers =
        Migration.define("1", "buyers")
            .table("orders", t -> t.addForeignKey("of_user", "buyer", TableName.of("users"), "id"));
    Migration phones =
        Migration.define("2", "phones among contacts")
            .table(
                "users",
                t -> t.moveColumn("phone", TableName.of("contacts"), "user_id").createMissing());
    Migrator migrator = database.migrator().lockPatience(LOCK_PATIENCE).build();
    startAutovacuum("users");
    assertThat(migrator.run(buyers).state()).isEqualTo(MigrationState.COMPLETED);
    awaitAutovacuum("users");
    migrator.expand(phones);
    assertThat(migrator.status(phones).state()).isEqualTo(MigrationState.EXPANDED);
  }
}
