package dev.persistence.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.core.sql.TableName;
import dev.persistence.testkit.SeededRandom;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Old and new clients of two tables, between which a column moves, are after the same few rows. */
@WithPostgres
class PostgresMoveWritersTest {

  private static final int ROWS = 2_000 * Integer.getInteger("persistence.test.scale", 1);
  private static final int HOT = 5;
  private static final Migration MIGRATION =
      Migration.define("1", "phones among contacts")
          .table(
              "users",
              t -> t.moveColumn("phone", TableName.of("contacts"), "user_id").createMissing());

  private final LiveDatabase database;
  private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final AtomicLong writes = new AtomicLong();

  PostgresMoveWritersTest(PostgresCluster cluster) {
    this.database = new LiveDatabase(cluster.primary().dataSource());
  }

  @BeforeEach
  void create() throws SQLException {
    database.execute(
        "CREATE TABLE users (id int PRIMARY KEY, phone varchar(20), name varchar(20))",
        "CREATE TABLE contacts (user_id int PRIMARY KEY REFERENCES users ON DELETE CASCADE,"
            + " email varchar(40))",
        "INSERT INTO users SELECT g, 'p' || g, 'n' FROM generate_series(1, " + ROWS + ") g",
        "INSERT INTO contacts SELECT g, 'e' FROM generate_series(1, " + HOT + ") g");
  }

  @AfterEach
  void clear() throws SQLException {
    database.clear();
  }

  /** Writes as fast as it can, until it is stopped; each statement is a transaction. */
  private void write(int number, AtomicBoolean stopped, String... statements) {
    SeededRandom random = SeededRandom.of(number);
    try (Connection connection = database.dataSource().getConnection()) {
      for (int i = 0; !stopped.get(); i++) {
        String statement = random.pick(List.of(statements));
        LiveDatabase.execute(connection, statement.formatted("w" + i, random.between(1, HOT)));
        writes.incrementAndGet();
      }
    } catch (SQLException | RuntimeException failure) {
      failures.add(failure);
    }
  }

  @Test
  void noneFailsAndBothSidesAreTheSameInTheEnd() throws Exception {
    Migrator migrator = database.migrator().batches(100, java.time.Duration.ofMillis(20)).build();
    AtomicBoolean oldStopped = new AtomicBoolean();
    AtomicBoolean newStopped = new AtomicBoolean();
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      List<Future<?>> olds = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        int number = i;
        olds.add(
            threads.submit(
                () ->
                    write(
                        number,
                        oldStopped,
                        "UPDATE users SET phone = '%s' WHERE id = %d",
                        "UPDATE users SET name = '%s' WHERE id = %d")));
      }
      migrator.expand(MIGRATION);
      List<Future<?>> news = new ArrayList<>();
      for (int i = 3; i < 6; i++) {
        int number = i;
        news.add(
            threads.submit(
                () ->
                    write(
                        number,
                        newStopped,
                        "UPDATE contacts SET phone = '%s' WHERE user_id = %d",
                        "UPDATE contacts SET email = '%s' WHERE user_id = %d")));
      }
      migrator.backfill(MIGRATION);
      awaitWrites(writes.get() + 500);
      migrator.verify(MIGRATION);
      migrator.switchTo(MIGRATION);
      end(oldStopped, olds);
      migrator.contract(MIGRATION);
      awaitWrites(writes.get() + 50);
      end(newStopped, news);
    } finally {
      oldStopped.set(true);
      newStopped.set(true);
      threads.shutdown();
      assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    }
    assertThat(failures).isEmpty();
    assertThat(database.number("SELECT count(*) FROM contacts WHERE phone = 'p' || user_id"))
        .isGreaterThanOrEqualTo(ROWS - HOT);
    assertThat(database.catalog()).noneMatch(line -> line.contains("zz_"));
  }

  private void awaitWrites(long wanted) {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (writes.get() < wanted && failures.isEmpty()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private static void end(AtomicBoolean stopped, List<Future<?>> running) throws Exception {
    stopped.set(true);
    for (Future<?> one : running) {
      one.get(1, TimeUnit.MINUTES);
    }
  }

  /** An old client has locked one row, a new one the other, and each goes for that of the other. */
  @Test
  void oldAndNewClientThatWaitForEachOtherBothGoOn() throws Exception {
    Migrator migrator = database.migrator().build();
    migrator.expand(MIGRATION);
    migrator.backfill(MIGRATION);
    ExecutorService threads = Executors.newCachedThreadPool();
    try (Connection old = database.dataSource().getConnection();
        Connection client = database.dataSource().getConnection()) {
      old.setAutoCommit(false);
      client.setAutoCommit(false);
      LiveDatabase.execute(old, "UPDATE users SET name = 'x' WHERE id = 1");
      Future<?> news =
          threads.submit(
              () -> {
                LiveDatabase.execute(client, "UPDATE contacts SET phone = 'new' WHERE user_id = 1");
                client.commit();
                return null;
              });
      awaitWaiter();
      LiveDatabase.execute(old, "UPDATE users SET phone = 'old' WHERE id = 1");
      news.get(1, TimeUnit.MINUTES);
      assertThat(database.rows("SELECT phone FROM contacts WHERE user_id = 1"))
          .containsExactly("new");
      old.commit();
    } finally {
      threads.shutdown();
    }
    assertThat(
            database.rows(
                "SELECT u.phone, c.phone FROM users u JOIN contacts c ON user_id = id"
                    + " WHERE id = 1"))
        .containsExactly("old|old");
    assertThat(migrator.status(MIGRATION).conflicts()).isEqualTo(1);
  }

  /** The value of the new client stays, whatever becomes of the one for which it gave way. */
  @Test
  void oldClientThatGoesBackLeavesWhatTheNewOneWrote() throws Exception {
    Migrator migrator = database.migrator().build();
    migrator.expand(MIGRATION);
    migrator.backfill(MIGRATION);
    ExecutorService threads = Executors.newCachedThreadPool();
    try (Connection old = database.dataSource().getConnection()) {
      old.setAutoCommit(false);
      LiveDatabase.execute(old, "UPDATE users SET name = 'x' WHERE id = 1");
      Future<?> news =
          threads.submit(
              () -> {
                database.execute("UPDATE contacts SET phone = 'new' WHERE user_id = 1");
                return null;
              });
      awaitWaiter();
      LiveDatabase.execute(old, "UPDATE users SET phone = 'old' WHERE id = 1");
      news.get(1, TimeUnit.MINUTES);
      old.rollback();
    } finally {
      threads.shutdown();
    }
    assertThat(migrator.verify(MIGRATION).repaired()).isEqualTo(1);
    assertThat(
            database.rows(
                "SELECT u.phone, c.phone FROM users u JOIN contacts c ON user_id = id"
                    + " WHERE id = 1"))
        .containsExactly("new|new");
  }

  private void awaitWaiter() throws SQLException {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (database.number("SELECT count(*) FROM pg_locks WHERE NOT granted") == 0) {
      assertThat(System.nanoTime()).isLessThan(deadline);
    }
  }
}
