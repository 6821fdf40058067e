package dev.persistence.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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

  private boolean isAtWork() throws SQLException {
    return database.number("SELECT COUNT(*) FROM pg_stat_progress_vacuum") > 0;
  }

  private void startAutovacuum() throws SQLException {
    People.create(database, 20_000);
    database.execute(
        "ALTER TABLE person SET (autovacuum_vacuum_threshold = 0,"
            + " autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_cost_delay = 100,"
            + " autovacuum_vacuum_cost_limit = 1)",
        "UPDATE person SET note = 'x'");
    await().atMost(PATIENCE).until(this::isAtWork);
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
}
