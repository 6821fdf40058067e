package dev.persistence.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.persistence.core.PersistenceException;
import dev.persistence.core.keyset.Throttle;
import dev.persistence.testkit.DatabaseCluster;
import dev.persistence.testkit.DatabaseNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Work pauses while replicas are behind or sessions wait, and goes on afterwards. */
abstract class ThrottlesSuite {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final DatabaseCluster<? extends DatabaseNode> cluster;
  private final DatabaseNode replica;
  private final LiveDatabase database;
  private final Migration migration;

  ThrottlesSuite(DatabaseCluster<? extends DatabaseNode> cluster) {
    this.cluster = cluster;
    this.replica = cluster.replicas().get(0);
    this.database = new LiveDatabase(cluster.primary().dataSource());
    this.migration = People.migration(database);
  }

  @BeforeEach
  void create() throws SQLException {
    People.create(database, 1_000);
    database.migrator().build().expand(migration);
    cluster.awaitReplicated();
  }

  @AfterEach
  void clear() throws SQLException {
    cluster.resetReplay();
    database.clear();
  }

  private static boolean pauses(Throttle throttle) {
    return !throttle.ask(100).isNone();
  }

  @Test
  void backfillWaitsForAReplicaThatIsBehind() {
    Throttle throttle =
        ReplicaLagThrottle.of(database.dataSource(), replica.dataSource())
            .limit(Duration.ofMillis(500));
    await().atMost(PATIENCE).until(() -> !pauses(throttle));
    replica.pauseReplay();
    await().atMost(PATIENCE).until(() -> pauses(throttle));
    replica.resumeReplay();
    await().atMost(PATIENCE).until(() -> !pauses(throttle));
  }

  @Test
  void replicaThatCannotBeAskedIsAPause() throws SQLException {
    Throttle throttle =
        ReplicaLagThrottle.of(database.dataSource(), replica.dataSource("no_such_database"));
    Throttle.Pause pause = throttle.ask(0);
    assertThat(pause.reason()).contains("not known");
    assertThat(pause.cause()).isEqualTo(Throttle.Cause.REPLICA_LAG);
  }

  @Test
  void serverThatCannotTellWhoWaitsIsAPauseUnlessItNeverWill() throws SQLException {
    Throttle throttle = LockWaitersThrottle.of(cluster.primary().dataSource("no_such_database"), 0);
    if (database.isPostgreSql()) {
      Throttle.Pause pause = throttle.ask(0);
      assertThat(pause.reason()).contains("not known", "no_such_database");
      assertThat(pause.cause()).isEqualTo(Throttle.Cause.LOCK_WAITERS);
    } else { // It answers as if the user had no right to it.
      assertThatThrownBy(() -> throttle.ask(0))
          .isInstanceOf(PersistenceException.class)
          .hasMessageContainingAll("no_such_database", "PROCESS");
    }
  }

  @Test
  void throttledBackfillIsComplete() throws SQLException {
    Throttle throttle =
        Throttle.all(
            ReplicaLagThrottle.of(database.dataSource(), replica.dataSource()),
            LockWaitersThrottle.of(database.dataSource(), 5));
    database.migrator().throttle(throttle).build().run(migration);
    assertThat(database.number("SELECT COUNT(*) FROM person WHERE full_name IS NULL")).isZero();
  }

  @Test
  void sessionThatWaitsForARowIsAPause() throws Exception {
    Throttle throttle = LockWaitersThrottle.of(database.dataSource(), 0);
    String update = "UPDATE person SET note = 'x' WHERE id = 1";
    ExecutorService second = Executors.newSingleThreadExecutor();
    try (Connection first = database.dataSource().getConnection()) {
      first.setAutoCommit(false);
      LiveDatabase.execute(first, update);
      Future<?> waiting =
          second.submit(
              () -> {
                database.execute(update);
                return true;
              });
      await()
          .atMost(PATIENCE)
          .until(() -> throttle.ask(100).cause() == Throttle.Cause.LOCK_WAITERS);
      first.rollback();
      waiting.get(1, TimeUnit.MINUTES);
      await().atMost(PATIENCE).until(() -> !pauses(throttle));
    } finally {
      second.shutdownNow();
    }
  }
}
