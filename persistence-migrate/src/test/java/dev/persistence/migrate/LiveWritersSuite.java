package dev.persistence.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.migrate.People.Row;
import dev.persistence.testkit.SeededRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Old and new clients write as fast as they can while a table is migrated; none ever fails. */
abstract class LiveWritersSuite {

  private static final int ROWS = 5_000 * Integer.getInteger("persistence.test.scale", 1);
  private static final int WRITERS = 4;

  private final LiveDatabase database;
  private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();

  LiveWritersSuite(LiveDatabase database) {
    this.database = database;
  }

  @AfterEach
  void clear() throws SQLException {
    database.clear();
  }

  /** Of which versions names are one column; of the others they are two. */
  private record Shape(Migration migration, boolean oldJoins, boolean newJoins) {}

  /** A client that writes rows of its own, and what they must be. */
  private final class Writer implements Runnable {
    private final int number;
    private final boolean joins;
    private final AtomicBoolean stopped;
    private final Map<Integer, Row> rows = new TreeMap<>();

    private Writer(int number, boolean joins, AtomicBoolean stopped) {
      this.number = number;
      this.joins = joins;
      this.stopped = stopped;
    }

    @Override
    public void run() {
      SeededRandom random = SeededRandom.of(number);
      try (Connection connection = database.dataSource().getConnection()) {
        int next = 1_000_000 * (number + 1);
        while (!stopped.get()) {
          boolean insert = random.chance(0.3);
          int id = insert ? next++ : WRITERS * random.between(1, ROWS / WRITERS - 1) + number;
          String first = "f" + random.between(0, 99);
          String last = "l" + random.between(0, 99);
          write(connection, insert, id, List.of(first, last));
          rows.put(id, Row.ofOld(first, last, ""));
        }
      } catch (SQLException | RuntimeException failure) {
        failures.add(failure);
      }
    }

    private void write(Connection connection, boolean insert, int id, List<String> names)
        throws SQLException {
      String sql;
      if (joins) {
        sql =
            insert
                ? "INSERT INTO person (full_name, id) VALUES (?, ?)"
                : "UPDATE person SET full_name = ? WHERE id = ?";
      } else {
        sql =
            insert
                ? "INSERT INTO person (first_name, last_name, id) VALUES (?, ?, ?)"
                : "UPDATE person SET first_name = ?, last_name = ? WHERE id = ?";
      }
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        int next = 1;
        for (String value : joins ? List.of(String.join(" ", names)) : names) {
          statement.setString(next++, value);
        }
        statement.setInt(next, id);
        assertThat(statement.executeUpdate()).isEqualTo(1);
      }
    }
  }

  @Test
  void noWriteFailsOrIsLostWhileNamesAreJoined() throws Exception {
    People.create(database, ROWS);
    migrate(new Shape(People.migration(database), false, true));
  }

  @Test
  void noWriteFailsOrIsLostWhileNamesAreMerged() throws Exception {
    People.create(database, ROWS);
    migrate(new Shape(People.merging(database), false, true));
  }

  @Test
  void noWriteFailsOrIsLostWhileNamesAreSplit() throws Exception {
    People.createJoined(database, "person", ROWS);
    migrate(new Shape(People.splitting(database, "person"), true, false));
  }

  private void migrate(Shape shape) throws Exception {
    Migration migration = shape.migration();
    Migrator migrator = database.migrator().build();
    ExecutorService threads = Executors.newCachedThreadPool();
    AtomicBoolean oldStopped = new AtomicBoolean();
    AtomicBoolean newStopped = new AtomicBoolean();
    List<Writer> writers = new ArrayList<>();
    try {
      List<Future<?>> olds = new ArrayList<>();
      List<Future<?>> news = new ArrayList<>();
      start(
          threads,
          olds,
          writers,
          List.of(
              new Writer(0, shape.oldJoins(), oldStopped),
              new Writer(1, shape.oldJoins(), oldStopped)));
      migrator.expand(migration);
      start(
          threads,
          news,
          writers,
          List.of(
              new Writer(2, shape.newJoins(), newStopped),
              new Writer(3, shape.newJoins(), newStopped)));
      migrator.backfill(migration);
      assertThat(migrator.verify(migration).repaired()).isZero();
      migrator.switchTo(migration);
      end(oldStopped, olds);
      assertRows(writers, shape.oldJoins());
      migrator.contract(migration);
      end(newStopped, news);
      assertRows(writers, shape.newJoins());
    } finally {
      oldStopped.set(true);
      newStopped.set(true);
      threads.shutdown();
      assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    }
    assertThat(failures).isEmpty();
    String gone = shape.oldJoins() ? "full_name" : "first_name";
    assertThat(database.catalog()).noneMatch(line -> line.contains("zz_") || line.contains(gone));
  }

  private static void start(
      ExecutorService threads, List<Future<?>> started, List<Writer> all, List<Writer> writers) {
    for (Writer writer : writers) {
      all.add(writer);
      started.add(threads.submit(writer));
    }
  }

  private static void end(AtomicBoolean stopped, List<Future<?>> running) throws Exception {
    stopped.set(true);
    for (Future<?> one : running) {
      one.get(1, TimeUnit.MINUTES);
    }
  }

  private void assertRows(List<Writer> writers, boolean joined) throws SQLException {
    assertThat(failures).isEmpty();
    Map<String, String> names = new TreeMap<>();
    String name = joined ? "full_name" : "concat(first_name, ' ', last_name)";
    for (String row : database.rows("SELECT id, " + name + " FROM person")) {
      names.put(row.substring(0, row.indexOf('|')), row.substring(row.indexOf('|') + 1));
    }
    for (Writer writer : writers) {
      if (writer.stopped.get()) {
        assertThat(writer.rows).as("writer %s", writer.number).hasSizeGreaterThan(10);
        writer.rows.forEach(
            (id, row) ->
                assertThat(names).containsEntry(id.toString(), row.first() + " " + row.last()));
      }
    }
  }
}
