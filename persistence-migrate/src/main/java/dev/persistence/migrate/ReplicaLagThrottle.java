package dev.persistence.migrate;

import dev.persistence.core.Arguments;
import dev.persistence.core.keyset.Throttle;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.migrate.internal.engine.Engine;
import dev.persistence.migrate.internal.engine.HistoryTables;
import dev.persistence.migrate.internal.engine.Sql;
import dev.persistence.migrate.internal.run.Borrowed;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.NavigableSet;
import java.util.concurrent.ConcurrentSkipListSet;
import javax.sql.DataSource;

/**
 * A throttle that pauses while a replica is behind: it writes the time to a row of the primary, and
 * looks which of these times each replica has.
 *
 * <p>Pauses from the limit on (1 s by default) until half of it. A replica that does not answer
 * within a second, or does not have the row, is behind: what is not known is a pause. Works with
 * every kind of replication that carries the migrator's tables, and needs no privileges beyond
 * them; all times are those of the primary's clock. Thread-safe; asks the primary and each replica
 * once a batch.
 */
public final class ReplicaLagThrottle implements Throttle {

  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final int SECONDS_TO_ANSWER = 1;
  private static final int MOST_BEATS = 1_000;

  private final DataSource primary;
  private final List<DataSource> replicas;
  private final Duration limit;

  /** The times written that not all replicas were seen to have, in milliseconds. */
  private final NavigableSet<Long> beats = new ConcurrentSkipListSet<>();

  private volatile boolean pausing;

  private ReplicaLagThrottle(DataSource primary, List<DataSource> replicas, Duration limit) {
    this.primary = primary;
    this.replicas = replicas;
    this.limit = limit;
  }

  /**
   * Returns a throttle for these replicas.
   *
   * @param primary the data source of the migrator
   */
  public static ReplicaLagThrottle of(DataSource primary, DataSource... replicas) {
    return new ReplicaLagThrottle(
        Arguments.notNull("primary", primary),
        Arguments.listOf("replicas", replicas),
        Duration.ofSeconds(1));
  }

  /** Returns a throttle with another limit; 10 ms to one hour. */
  public ReplicaLagThrottle limit(Duration limit) {
    return new ReplicaLagThrottle(
        primary, replicas, Arguments.inRange("limit", limit, Duration.ofMillis(10), LONGEST));
  }

  @Override
  public Pause ask(long rows) {
    try {
      Duration lag = lag();
      Duration bound = pausing ? limit.dividedBy(2) : limit;
      pausing = lag.compareTo(bound) > 0;
      return pausing
          ? new Pause(PAUSE, "a replica is behind by " + lag, Cause.REPLICA_LAG)
          : Pause.none();
    } catch (SQLException unknown) {
      pausing = true;
      return new Pause(
          PAUSE,
          "it is not known how far replicas are behind: " + unknown.getMessage(),
          Cause.REPLICA_LAG);
    }
  }

  private Duration lag() throws SQLException {
    HistoryTables tables;
    long now;
    try (Borrowed borrowed = Borrowed.of(primary)) {
      Connection connection = borrowed.connection();
      tables = Engine.of(connection).history();
      now = Sql.number(connection, "SELECT " + tables.nowMillis());
      beat(connection, tables.beat(), now);
    }
    if (beats.size() < MOST_BEATS) {
      beats.add(now);
    }
    long slowest = now;
    for (DataSource replica : replicas) {
      slowest = Math.min(slowest, seen(replica, tables.beat()));
    }
    // What was written first and has not arrived everywhere tells how far the slowest is behind.
    beats.headSet(slowest, true).clear();
    Long missing = beats.isEmpty() ? null : beats.first();
    return missing == null ? Duration.ZERO : Duration.ofMillis(Math.max(0, now - missing));
  }

  private static void beat(Connection connection, String table, long now) throws SQLException {
    if (Sql.update(connection, "UPDATE " + table + " SET beat_ms = ? WHERE one = 1", now) == 0) {
      Sql.update(connection, "INSERT INTO " + table + " (one, beat_ms) VALUES (1, ?)", now);
    }
  }

  private static long seen(DataSource replica, String table) throws SQLException {
    try (Borrowed borrowed = Borrowed.of(replica)) {
      Connection connection = borrowed.connection();
      SqlFragment query = SqlFragment.of("SELECT beat_ms FROM " + table + " WHERE one = 1");
      return Sql.soon(connection, query, SECONDS_TO_ANSWER, row -> row.getLong(1)).stream()
          .findFirst()
          .orElseThrow(() -> new SQLException("a replica has no row in " + table));
    }
  }
}
