package dev.persistence.migrate;

import static java.util.Comparator.comparing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.core.keyset.Throttle;
import dev.persistence.testkit.SeededRandom;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import dev.persistence.testkit.postgres.PostgresNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** No batch begins while a standby is further behind than the throttle allows, beside writers. */
@WithPostgres(standbys = 1)
class PostgresReplicaLagTest {

  private static final int ROWS = 4_000 * Integer.getInteger("persistence.test.scale", 1);
  private static final Duration LIMIT = Duration.ofMillis(400);

  /** What the clocks of the server and of this program may differ by, and rounding. */
  private static final Duration SLACK = Duration.ofMillis(20);

  private final PostgresCluster cluster;
  private final PostgresNode standby;
  private final LiveDatabase database;
  private final Migration migration;
  private final ExecutorService clients = Executors.newFixedThreadPool(2);
  private final List<Future<?>> writing = new ArrayList<>();
  private final AtomicBoolean stopped = new AtomicBoolean();

  PostgresReplicaLagTest(PostgresCluster cluster) {
    this.cluster = cluster;
    this.standby = cluster.standbys().get(0);
    this.database = new LiveDatabase(cluster.primary().dataSource());
    this.migration = People.migration(database);
  }

  @BeforeEach
  void create() throws SQLException {
    People.create(database, ROWS);
    database.migrator().build().expand(migration);
    cluster.awaitReplicated();
  }

  @AfterEach
  void end() throws Exception {
    cluster.resetReplay();
    stopped.set(true);
    clients.shutdown();
    assertThat(clients.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    database.clear();
  }

  private void write(int seed) throws SQLException {
    SeededRandom random = SeededRandom.of(seed);
    try (Connection client = database.dataSource().getConnection();
        PreparedStatement update =
            client.prepareStatement("UPDATE person SET first_name = ? WHERE id = ?")) {
      while (!stopped.get()) {
        update.setString(1, "w" + random.between(0, 99));
        update.setInt(2, random.between(1, ROWS));
        assertThat(update.executeUpdate()).isEqualTo(1);
      }
    }
  }

  /**
   * When a batch could begin.
   *
   * @param lag how old the last transaction was that the standby had replayed
   * @param sinceAsked since the throttle was asked
   * @param afterPause whether it had said no the time before
   */
  private record Beginning(Duration lag, Duration sinceAsked, boolean afterPause) {}

  /** Stops the replay at some batches, and lets it go on once the throttle has said no for long. */
  private final class Watched implements Throttle {
    private final Throttle throttle;
    private final List<Beginning> beginnings = new ArrayList<>();
    private final List<Long> rowsInPauses = new ArrayList<>();
    private long asked;
    private long longest;
    private int pauses;
    private int longPauses;

    private Watched(Throttle throttle, long asked) {
      this.throttle = throttle;
      this.asked = asked;
    }

    @Override
    public Pause ask(long rows) {
      long now = System.nanoTime();
      Pause pause = throttle.ask(rows);
      // What the standby has of the question before may be as old as this.
      longest = Math.max(longest, System.nanoTime() - asked);
      asked = now;
      try {
        if (pause.isNone()) {
          begins();
        } else {
          paused();
        }
      } catch (SQLException failure) {
        throw new AssertionError("the standby answers", failure);
      }
      return pause;
    }

    private void begins() throws SQLException {
      Duration lag = lag();
      Duration sinceAsked = Duration.ofNanos(System.nanoTime() - asked);
      beginnings.add(new Beginning(lag, sinceAsked, pauses > 0));
      pauses = 0;
      if (beginnings.size() == 5 || beginnings.size() == 20) {
        standby.pauseReplay();
      }
    }

    private void paused() throws SQLException {
      pauses++;
      rowsInPauses.add(database.migrator().build().status(migration).rowsFilled());
      if (pauses == 4) {
        longPauses++;
        standby.resumeReplay();
      }
    }
  }

  private Duration lag() throws SQLException {
    try (Connection connection = standby.dataSource().getConnection()) {
      String micros =
          LiveDatabase.rows(
                  connection,
                  "SELECT (extract(epoch FROM clock_timestamp()"
                      + " - pg_last_xact_replay_timestamp()) * 1000000)::bigint")
              .get(0);
      return Duration.ofNanos(1_000 * Long.parseLong(micros));
    }
  }

  @Test
  void noBatchBeginsWhileTheStandbyIsFurtherBehindThanTheLimit() throws Exception {
    for (int seed = 0; seed < 2; seed++) {
      int number = seed;
      writing.add(
          clients.submit(
              () -> {
                write(number);
                return true;
              }));
    }
    long started = System.nanoTime();
    database.execute("UPDATE person SET note = 'x' WHERE id = 1");
    cluster.awaitReplicated();
    Watched watched =
        new Watched(
            ReplicaLagThrottle.of(database.dataSource(), standby.dataSource()).limit(LIMIT),
            started);
    // Not all at once, however fast the machine: there are batches left when the standby is late.
    Throttle both = Throttle.all(watched, Throttle.rate(ROWS / 4));
    Migrator migrator =
        database.migrator().throttle(both).batches(100, Duration.ofMillis(1)).build();
    migrator.backfill(migration);
    stopped.set(true);
    for (Future<?> client : writing) {
      client.get(1, TimeUnit.MINUTES);
    }
    assertThat(watched.longPauses).isEqualTo(2);
    // Nothing was filled while it was paused, and all of it afterwards.
    assertThat(Set.copyOf(watched.rowsInPauses)).hasSizeLessThanOrEqualTo(2);
    assertThat(database.number("SELECT COUNT(*) FROM person WHERE full_name IS NULL")).isZero();
    Duration longest = Duration.ofNanos(watched.longest);
    System.out.printf(
        "%d times yes, limit %d ms, %d ms at most between questions; largest lag at a beginning %d"
            + " ms%n",
        watched.beginnings.size(),
        LIMIT.toMillis(),
        longest.toMillis(),
        Collections.max(watched.beginnings, comparing(Beginning::lag)).lag().toMillis());
    for (Beginning one : watched.beginnings) {
      Duration limit = one.afterPause() ? LIMIT.dividedBy(2) : LIMIT;
      assertThat(one.lag())
          .isLessThanOrEqualTo(limit.plus(longest).plus(one.sinceAsked()).plus(SLACK));
    }
  }
}
