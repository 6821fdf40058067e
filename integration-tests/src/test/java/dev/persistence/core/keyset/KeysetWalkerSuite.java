package dev.persistence.core.keyset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.core.TestDatabase;
import dev.persistence.core.sql.SqlFragment;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What must hold of a walk over a real table, whatever happens beside it. */
abstract class KeysetWalkerSuite {

  private static final long BOUND_SECONDS = 60;

  abstract TestDatabase database();

  @SuppressWarnings("NullAway.Init")
  private Walked walked;

  @BeforeEach
  void createTable() throws SQLException {
    walked = new Walked(database());
    walked.create("id bigint PRIMARY KEY");
    insert(1, 100);
  }

  private void insert(int first, int last) throws SQLException {
    try (Connection connection = database().connect();
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO walked (id) VALUES (?)")) {
      connection.setAutoCommit(false);
      for (int id = first; id <= last; id++) {
        insert.setLong(1, id);
        insert.executeUpdate();
      }
      connection.commit();
    }
  }

  @Test
  void everyRowIsVisitedOnceInTheOrderOfTheKey() throws SQLException {
    List<KeysetCursor> keys = walked.walkAndCount(walked.walker());
    assertThat(keys).hasSize(100);
    assertThat(keys.get(0).values()).containsExactly(1L);
    assertThat(keys.get(99).values()).containsExactly(100L);
    assertThat(walked.rowsVisited(1)).isEqualTo(100);
  }

  @Test
  void anEmptyTableIsWalkedAtOnce() throws SQLException {
    database().execute("DELETE FROM walked");
    assertThat(walked.walkAndCount(walked.walker())).isEmpty();
    assertThat(walked.walkAndCount(walked.walker().untilCurrentEnd())).isEmpty();
  }

  @Test
  void theReportCountsWhatWasDone() throws SQLException {
    WalkReport report = walked.walker().build().walk(Walked::count);
    assertThat(report.completed()).isTrue();
    assertThat(report.scanned()).isEqualTo(100);
    assertThat(report.batches()).isEqualTo(15);
    assertThat(report.retries()).isZero();
    assertThat(report.throttled()).isZero();
    assertThat(report.duration()).isPositive();
    assertThat(report.cursor()).isEqualTo(Walked.at("id", 100));
  }

  @Test
  void rangesAloneAreTheSameBatchesWithoutTheirKeys() throws SQLException {
    List<KeysetCursor> ends = new ArrayList<>();
    walked.walker().build().walk(batch -> ends.add(batch.cursor()));
    WalkReport report =
        walked
            .walker()
            .rangesOnly()
            .build()
            .walk(
                batch -> {
                  assertThat(batch.keys()).isEmpty();
                  assertThat(batch.cursor()).isEqualTo(ends.remove(0));
                  Walked.count(batch);
                });
    assertThat(ends).isEmpty();
    assertThat(report.scanned()).isEqualTo(100);
    assertThat(report.visited()).isEqualTo(100);
    assertThat(walked.rowsVisited(1)).isEqualTo(100);
  }

  @Test
  void rangesThatAreReckonedLeaveNoRowOutAndNoneIsTooLarge() throws SQLException {
    insert(-40, 0);
    insert(5_000, 5_100);
    database().execute("DELETE FROM walked WHERE id % 10 = 3 OR id BETWEEN 40 AND 80");
    long rows = walked.rows();
    List<KeysetCursor> ends = new ArrayList<>();
    WalkReport report =
        walked
            .walker()
            .rangesOnly()
            .untilCurrentEnd()
            .build()
            .walk(
                batch -> {
                  if (ends.isEmpty()) {
                    insert(5_101, 5_110);
                  }
                  ends.add(batch.cursor());
                  assertThat(Walked.count(batch)).isLessThanOrEqualTo(Walked.SMALL_BATCH);
                });
    assertThat(report.completed()).isTrue();
    assertThat(report.cursor()).isEqualTo(Walked.at("id", 5_100));
    assertThat(report.scanned()).isGreaterThan(rows);
    assertThat(ends).doesNotHaveDuplicates();
    assertThat(walked.rowsVisited(1)).isEqualTo(rows);
    assertThat(walked.rowsVisited(0)).isEqualTo(10);
  }

  @Test
  void onlyRowsThatMeetTheConditionAreVisited() throws SQLException {
    KeysetWalker walker =
        walked.walker().where(SqlFragment.of("id % ? = 0 OR id = ?", 10, 3)).build();
    WalkReport report =
        walker.walk(
            batch -> {
              assertThat(Walked.count(batch)).isEqualTo(batch.keys().size());
              assertThat(batch.keys().size()).isLessThanOrEqualTo(2);
            });
    assertThat(report.scanned()).isEqualTo(100);
    assertThat(report.visited()).isEqualTo(11);
    assertThat(walked.rowsVisited(1)).isEqualTo(11);
  }

  @Test
  void aFixedEndEndsAWalkThatRowsAreAppendedTo() throws SQLException {
    AtomicInteger next = new AtomicInteger(101);
    WalkReport report =
        walked
            .walker()
            .untilCurrentEnd()
            .build()
            .walk(
                batch -> {
                  insert(next.get(), next.addAndGet(20) - 1);
                  Walked.count(batch);
                });
    assertThat(report.completed()).isTrue();
    assertThat(report.visited()).isEqualTo(100);
    assertThat(report.cursor()).isEqualTo(Walked.at("id", 100));
    assertThat(walked.rowsVisited(0)).isEqualTo(next.get() - 101);
  }

  @Test
  void aStoppedWalkGoesOnFromItsReport() throws SQLException {
    KeysetWalker walker = walked.walker().build();
    WalkReport first =
        walker.walk(
            batch -> {
              Walked.count(batch);
              walker.stop();
            });
    assertThat(first.completed()).isFalse();
    assertThat(first.batches()).isEqualTo(1);
    KeysetCursor position = first.cursor();
    assertThat(position).isEqualTo(Walked.at("id", 7));
    assertThat(walked.walkAndCount(walked.walker().after(Walked.at("id", 7)))).hasSize(93);
    assertThat(walked.rowsVisited(1)).isEqualTo(100);
  }

  @Test
  void anInterruptedWalkStopsBehindItsBatch() throws SQLException {
    WalkReport report =
        walked
            .walker()
            .build()
            .walk(
                batch -> {
                  Walked.count(batch);
                  Thread.currentThread().interrupt();
                });
    assertThat(Thread.interrupted()).isTrue();
    assertThat(report.completed()).isFalse();
    assertThat(walked.rowsVisited(1)).isEqualTo(7);
  }

  @Test
  void aBatchThatLostAConflictRunsAgainWithRowsReadAnew() throws SQLException {
    AtomicInteger runs = new AtomicInteger();
    WalkReport report =
        walked
            .walker()
            .build()
            .walk(
                batch -> {
                  Walked.count(batch);
                  if (runs.incrementAndGet() == 3) {
                    throw new SQLException("deadlock", "40001", 1213);
                  }
                });
    assertThat(report.retries()).isEqualTo(1);
    assertThat(report.visited()).isEqualTo(100);
    assertThat(walked.rowsVisited(1)).isEqualTo(100);
  }

  @Test
  void aFailureOfTheVisitorEndsTheWalkAndUndoesItsBatch() throws SQLException {
    IOException disk = new IOException("disk");
    AtomicInteger runs = new AtomicInteger();
    assertThatThrownBy(
            () ->
                walked
                    .walker()
                    .build()
                    .walk(
                        batch -> {
                          Walked.count(batch);
                          if (runs.incrementAndGet() == 3) {
                            throw disk;
                          }
                        }))
        .isSameAs(disk);
    assertThat(walked.rowsVisited(1)).isEqualTo(14);
  }

  @Test
  void theThrottleIsAskedBeforeEachBatchAndAgainAfterEachPause() throws SQLException {
    List<Long> asked = new ArrayList<>();
    Throttle throttle =
        rows -> {
          asked.add(rows);
          return asked.size() == 2
              ? new Throttle.Pause(Duration.ofMillis(3), "test")
              : Throttle.Pause.none();
        };
    WalkReport report = walked.walker().throttle(throttle).build().walk(Walked::count);
    assertThat(asked).startsWith(0L, 7L, 0L, 7L).hasSize(16);
    assertThat(report.throttled()).isBetween(Duration.ofMillis(3), Duration.ofSeconds(10));
  }

  @Test
  void aThrottleThatFailsEndsTheWalk() {
    IllegalStateException unknown = new IllegalStateException("lag is unknown");
    Throttle throttle =
        rows -> {
          throw unknown;
        };
    assertThatThrownBy(() -> walked.walker().throttle(throttle).build().walk(Walked::count))
        .isSameAs(unknown);
  }

  @Test
  void aPauseEndsSoonAfterTheWalkIsStopped() throws Exception {
    Throttle forever = rows -> new Throttle.Pause(Duration.ofDays(1), "test");
    KeysetWalker walker = walked.walker().throttle(forever).build();
    CompletableFuture<WalkReport> walk = CompletableFuture.supplyAsync(() -> report(walker));
    walker.stop();
    assertThat(walk.get(BOUND_SECONDS, TimeUnit.SECONDS).completed()).isFalse();
  }

  private static WalkReport report(KeysetWalker walker) {
    try {
      return walker.walk(Walked::count);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  @Test
  void aTerminatedConnectionCostsOneBatch() throws SQLException {
    AtomicBoolean killed = new AtomicBoolean();
    List<KeysetCursor> saved = new ArrayList<>();
    KeysetVisitor<RuntimeException> visitor =
        batch -> {
          Walked.count(batch);
          if (saved.size() == 5 && killed.compareAndSet(false, true)) {
            database().kill(batch.connection());
            execute(batch.connection(), "SELECT 1");
          }
          saved.add(batch.cursor());
        };
    assertThatThrownBy(() -> walked.walker().build().walk(visitor))
        .isInstanceOf(SQLException.class);
    assertThat(walked.rowsVisited(1)).isEqualTo(35);
    walked.walker().after(saved.get(saved.size() - 1)).build().walk(visitor);
    assertThat(walked.rowsVisited(1)).isEqualTo(100);
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void batchesGrowWhileTheyAreFast() throws SQLException {
    insert(101, 5_000);
    List<Integer> sizes = new ArrayList<>();
    walked
        .walker()
        .batchSize(100, 100, 800)
        .targetBatchTime(Duration.ofMinutes(1))
        .build()
        .walk(batch -> sizes.add(batch.keys().size()));
    assertThat(sizes).startsWith(100, 200, 400, 800, 800);
  }
}
