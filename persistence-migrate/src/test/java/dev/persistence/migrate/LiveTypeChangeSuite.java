package dev.persistence.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.testkit.SeededRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Five clients write as fast as they can while a column's type is changed, to the end or back. */
abstract class LiveTypeChangeSuite {

  private static final int ROWS = 4_000 * Integer.getInteger("persistence.test.scale", 1);
  private static final int OLD = 3;
  private static final int WRITERS = 5;
  private static final int ENOUGH = 10;

  private final LiveDatabase database;
  private final Migrator migrator;
  private final Migration migration =
      Migration.define("1", "more items than an int counts")
          .table(
              "stock",
              t ->
                  t.changeType("count_old", "count_new", "bigint")
                      .up("count_old")
                      .down("count_new"));
  private final ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
  private final List<Writer> writers = new ArrayList<>();
  private final List<Future<?>> writing = new ArrayList<>();

  LiveTypeChangeSuite(LiveDatabase database) {
    this.database = database;
    this.migrator = database.migrator().build();
  }

  @BeforeEach
  void create() throws SQLException {
    database.execute(
        "CREATE TABLE stock (id int PRIMARY KEY, count_old int NOT NULL)",
        database.sql(
            "INSERT INTO stock SELECT g, g FROM generate_series(0, " + (ROWS - 1) + ") g",
            "INSERT INTO stock WITH RECURSIVE g (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM g"
                + " WHERE n < 999) SELECT n, n FROM (SELECT a.n + 1000 * b.n AS n FROM g a"
                + " CROSS JOIN g b) h WHERE n < "
                + ROWS));
  }

  @AfterEach
  void end() throws Exception {
    writers.forEach(writer -> writer.stopped.set(true));
    threads.shutdown();
    assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    database.clear();
  }

  /** A client that writes rows of its own, to the column of its version. */
  private final class Writer implements Runnable {
    private final int number;
    private final String column;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final Map<Integer, Integer> rows = new TreeMap<>();

    private Writer(int number) {
      this.number = number;
      this.column = number < OLD ? "count_old" : "count_new";
    }

    @Override
    public void run() {
      SeededRandom random = SeededRandom.of(number);
      int next = 1_000_000 * (number + 1);
      try (Connection connection = database.dataSource().getConnection();
          PreparedStatement insert =
              connection.prepareStatement("INSERT INTO stock (" + column + ", id) VALUES (?, ?)");
          PreparedStatement update =
              connection.prepareStatement("UPDATE stock SET " + column + " = ? WHERE id = ?")) {
        while (!stopped.get() || rows.size() < ENOUGH) {
          boolean inserts = random.chance(0.3);
          int id = inserts ? next++ : WRITERS * random.between(0, ROWS / WRITERS - 1) + number;
          int count = random.between(0, 1_000_000);
          PreparedStatement statement = inserts ? insert : update;
          statement.setInt(1, count);
          statement.setInt(2, id);
          assertThat(statement.executeUpdate()).isEqualTo(1);
          rows.put(id, count);
        }
      } catch (SQLException failure) {
        throw new AssertionError("writer " + number + " of " + column, failure);
      }
    }
  }

  private void start(int first, int last) {
    for (int number = first; number <= last; number++) {
      Writer writer = new Writer(number);
      writers.add(writer);
      writing.add(threads.submit(writer));
    }
  }

  /** Fails if a write of one of them has failed. */
  private void stop(int first, int last) throws Exception {
    for (int number = first; number <= last; number++) {
      writers.get(number).stopped.set(true);
      writing.get(number).get(1, TimeUnit.MINUTES);
    }
  }

  private void assertAllWritesAreIn(String column) throws SQLException {
    Map<Integer, Integer> counts = new TreeMap<>();
    for (String row : database.rows("SELECT id, " + column + " FROM stock")) {
      int bar = row.indexOf('|');
      counts.put(Integer.valueOf(row.substring(0, bar)), Integer.valueOf(row.substring(bar + 1)));
    }
    assertThat(counts).hasSizeGreaterThanOrEqualTo(ROWS);
    for (Writer writer : writers) {
      assertThat(counts).as("writer %s", writer.number).containsAllEntriesOf(writer.rows);
    }
  }

  private void fillBesideBoth() throws SQLException {
    start(0, OLD - 1);
    migrator.expand(migration);
    start(OLD, WRITERS - 1);
    migrator.backfill(migration);
    assertThat(migrator.verify(migration).repaired()).isZero();
    migrator.switchTo(migration);
  }

  @Test
  void noWriteFailsOrIsLostFromExpandToContract() throws Exception {
    fillBesideBoth();
    stop(0, OLD - 1);
    migrator.contract(migration);
    stop(OLD, WRITERS - 1);
    assertAllWritesAreIn("count_new");
    assertThat(database.catalog()).noneMatch(line -> line.contains("count_old"));
  }

  @Test
  void noWriteFailsOrIsLostFromExpandToAbort() throws Exception {
    fillBesideBoth();
    stop(OLD, WRITERS - 1);
    assertThat(
            database.number(
                "SELECT COUNT(*) FROM stock WHERE count_old <> count_new"
                    + " OR count_new IS NULL"))
        .isZero();
    migrator.abort(migration);
    stop(0, OLD - 1);
    assertAllWritesAreIn("count_old");
    assertThat(database.catalog()).noneMatch(line -> line.contains("count_new"));
  }
}
