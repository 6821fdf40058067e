package dev.persistence.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Long transactions that a step has to wait for on PostgreSQL, and who waits behind it. */
@WithPostgres
class PostgresQueuesTest {

  /** 5 s from scale 2 on. */
  private static final Duration HELD =
      Duration.ofSeconds(Integer.getInteger("persistence.test.scale", 1) > 1 ? 5 : 2);

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final LiveDatabase database;
  private final Migrator migrator;
  private final ExecutorService runner = Executors.newSingleThreadExecutor();

  PostgresQueuesTest(PostgresCluster cluster) {
    this.database = new LiveDatabase(cluster.primary().dataSource());
    this.migrator = database.migrator().build();
  }

  @BeforeEach
  void create() throws SQLException {
    People.create(database, 1_000);
  }

  @AfterEach
  void clear() throws Exception {
    runner.shutdownNow();
    assertThat(runner.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    database.clear();
  }

  private Future<?> expanding(Migration migration) {
    return runner.submit(
        () -> {
          migrator.expand(migration);
          return true;
        });
  }

  private Connection reader(int isolation) throws SQLException {
    Connection reader = database.dataSource().getConnection();
    reader.setAutoCommit(false);
    reader.setTransactionIsolation(isolation);
    LiveDatabase.rows(reader, "SELECT COUNT(*) FROM person");
    return reader;
  }

  /** A step that just queued would stop writers for as long as the reader holds the table. */
  @Test
  void noWriterWaitsForTheReaderThatAStepWaitsFor() throws Exception {
    Migration migration = People.migration(database);
    Future<?> expanding;
    Duration worst = Duration.ZERO;
    try (Connection reader = reader(Connection.TRANSACTION_READ_COMMITTED);
        Connection writer = database.dataSource().getConnection()) {
      expanding = expanding(migration);
      await()
          .atMost(PATIENCE)
          .until(() -> migrator.status(migration).state() == MigrationState.EXPANDING);
      long end = System.nanoTime() + HELD.toNanos();
      for (int id = 1; System.nanoTime() < end; id = id % 1_000 + 1) {
        long started = System.nanoTime();
        LiveDatabase.execute(writer, "UPDATE person SET note = 'x' WHERE id = " + id);
        Duration took = Duration.ofNanos(System.nanoTime() - started);
        worst = took.compareTo(worst) > 0 ? took : worst;
      }
      assertThat(expanding.isDone()).isFalse();
      reader.rollback();
    }
    expanding.get(1, TimeUnit.MINUTES);
    assertThat(worst).isLessThan(HELD.dividedBy(2));
    assertThat(migrator.status(migration).state()).isEqualTo(MigrationState.EXPANDED);
  }

  /** A build that gave up would begin anew each time, and never come to its end. */
  @Test
  void indexThatWaitsForAnOldSnapshotIsWholeInTheEnd() throws Exception {
    Migration migration =
        Migration.define("1", "find by note")
            .table("person", t -> t.createIndex("person_note", "note"));
    Future<?> expanding;
    String built;
    try (Connection reader = reader(Connection.TRANSACTION_REPEATABLE_READ)) {
      expanding = expanding(migration);
      await().atMost(PATIENCE).until(() -> !waitingBuilds().isEmpty());
      built = waitingBuilds().get(0);
      database.execute("UPDATE person SET note = 'written meanwhile' WHERE id = 1");
      assertThat(expanding.isDone()).isFalse();
      reader.rollback();
    }
    expanding.get(1, TimeUnit.MINUTES);
    assertThat(
            database.rows(
                "SELECT indexrelid::regclass, indisvalid, indexrelid FROM pg_index"
                    + " WHERE NOT indisprimary AND indrelid = 'person'::regclass"))
        .containsExactly("person_note|t|" + built);
  }

  /** Returns the indexes whose build has waited for longer than a step waits for a lock. */
  private List<String> waitingBuilds() throws SQLException {
    return database.rows(
        "SELECT index_relid FROM pg_stat_progress_create_index JOIN pg_stat_activity USING (pid)"
            + " WHERE phase = 'waiting for old snapshots'"
            + " AND clock_timestamp() - query_start > interval '300 ms'");
  }
}
