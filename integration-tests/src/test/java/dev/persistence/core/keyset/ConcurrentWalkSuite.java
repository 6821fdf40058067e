package dev.persistence.core.keyset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.core.TestDatabase;
import dev.persistence.testkit.SeededRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * A walk beside writers that insert and delete rows all over the key: every row that was there all
 * the time is visited exactly once, and no row twice.
 */
abstract class ConcurrentWalkSuite {

  private static final int STABLE_ROWS = 1_500;
  private static final int BATCH = 15;
  private static final int WRITERS = 2;
  private static final long BOUND_SECONDS = 120;

  abstract TestDatabase database();

  /** The database's type for a uuid: its own if it has one. */
  abstract String uuidType();

  /** Makes the values of a new key. */
  private interface Keys {
    List<Object> next(SeededRandom random);
  }

  @Test
  void compositeKeys() throws Exception {
    assertExactlyOnce(
        "a int NOT NULL, b smallint NOT NULL, c varchar(40) NOT NULL",
        List.of("a", "b", "c"),
        random ->
            List.of(
                random.between(1, 20), random.between(1, 20), "c" + random.between(1, 1 << 30)));
  }

  @Test
  void uuidKeys() throws Exception {
    boolean postgreSql = database().isPostgreSql();
    assertExactlyOnce(
        "a " + uuidType() + " NOT NULL",
        List.of("a"),
        random -> {
          UUID uuid = KeyTypesSuite.uuid(random);
          return List.of(postgreSql ? uuid : uuid.toString());
        });
  }

  @Test
  void textKeys() throws Exception {
    String type = "varchar(100)" + database().sql("", " CHARACTER SET utf8mb4");
    assertExactlyOnce(
        "a " + type + " NOT NULL",
        List.of("a"),
        random -> List.of(random.text(10) + random.between(1, 1 << 30) + "x"));
  }

  private void assertExactlyOnce(String columns, List<String> names, Keys keys) throws Exception {
    Walked walked = new Walked(database());
    String key = String.join(", ", names);
    walked.create("stable int NOT NULL, " + columns + ", PRIMARY KEY (" + key + ")");
    SeededRandom random = SeededRandom.of(20261121);
    try (Connection connection = database().connect()) {
      connection.setAutoCommit(false);
      for (int i = 0; i < STABLE_ROWS; i++) {
        insert(connection, names, keys.next(random), 1);
      }
      connection.commit();
    }
    assertThat(walked.rows()).isEqualTo(STABLE_ROWS);
    Activity activity = new Activity(new AtomicBoolean(), new AtomicLong());
    AtomicLong changes = activity.changes();
    List<CompletableFuture<Void>> writers = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      SeededRandom own = random.split();
      writers.add(
          CompletableFuture.runAsync(
              () -> write(names, keys, own, activity), task -> new Thread(task).start()));
    }
    Set<KeysetCursor> visited = new HashSet<>();
    long atStart = changes.get();
    try {
      walk(walked, visited, changes);
    } finally {
      activity.done().set(true);
    }
    for (CompletableFuture<Void> writer : writers) {
      writer.get(BOUND_SECONDS, TimeUnit.SECONDS);
    }
    assertThat(changes.get() - atStart).isGreaterThanOrEqualTo(STABLE_ROWS / BATCH);
    assertThat(database().number("SELECT COUNT(*) FROM walked WHERE stable = 1 AND visits <> 1"))
        .isZero();
    assertThat(database().number("SELECT COUNT(*) FROM walked WHERE visits > 1")).isZero();
    assertThat(visited).hasSizeGreaterThanOrEqualTo(STABLE_ROWS);
  }

  /** Each batch lets the writers change something first, so that they surely run beside it. */
  private static void walk(Walked walked, Set<KeysetCursor> visited, AtomicLong changes)
      throws SQLException {
    AtomicLong seen = new AtomicLong(changes.get());
    Throttle untilTheWritersMoved =
        rows ->
            changes.get() > seen.getAndSet(changes.get())
                ? Throttle.Pause.none()
                : new Throttle.Pause(Duration.ofMillis(1), "writers");
    WalkReport report =
        walked
            .walker()
            .untilCurrentEnd()
            .batchSize(BATCH, BATCH, BATCH)
            .throttle(untilTheWritersMoved)
            .build()
            .walk(
                batch -> {
                  List<KeysetCursor> keys = batch.keys();
                  Walked.count(batch);
                  remember(visited, keys);
                });
    assertThat(report.completed()).isTrue();
  }

  private static void remember(Set<KeysetCursor> visited, List<KeysetCursor> keys) {
    for (KeysetCursor key : keys) {
      assertThat(visited.add(key)).as("visited for the first time: " + key.encode()).isTrue();
    }
  }

  /** What the writers are told and what they tell. */
  private record Activity(AtomicBoolean done, AtomicLong changes) {}

  private void write(List<String> names, Keys keys, SeededRandom random, Activity activity) {
    try (Connection connection = database().connect()) {
      List<List<Object>> own = new ArrayList<>();
      while (!activity.done().get()) {
        if (own.isEmpty() || random.chance(0.5)) {
          List<Object> values = keys.next(random);
          insert(connection, names, values, 0);
          own.add(values);
        } else {
          delete(connection, names, own.remove(random.between(0, own.size() - 1)));
        }
        activity.changes().incrementAndGet();
      }
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private void insert(Connection connection, List<String> names, List<Object> values, int stable)
      throws SQLException {
    String sql =
        database().sql("INSERT INTO", "INSERT IGNORE INTO")
            + " walked (stable, "
            + String.join(", ", names)
            + ") VALUES (?"
            + ", ?".repeat(names.size())
            + ")"
            + database().sql(" ON CONFLICT DO NOTHING", "");
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      insert.setInt(1, stable);
      for (int i = 0; i < values.size(); i++) {
        insert.setObject(i + 2, values.get(i));
      }
      insert.executeUpdate();
    }
  }

  /** A writer never touches what must stay, not even a row that took its own key. */
  private static void delete(Connection connection, List<String> names, List<Object> values)
      throws SQLException {
    String sql =
        "DELETE FROM walked WHERE stable = 0 AND " + String.join(" = ? AND ", names) + " = ?";
    try (PreparedStatement delete = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.size(); i++) {
        delete.setObject(i + 1, values.get(i));
      }
      delete.executeUpdate();
    }
  }
}
