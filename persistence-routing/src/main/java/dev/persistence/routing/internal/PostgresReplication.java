package dev.persistence.routing.internal;

import dev.persistence.routing.NodeSample;
import dev.persistence.routing.Position;
import dev.persistence.routing.ReplicationDialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * Positions of PostgreSQL's write-ahead log.
 *
 * <p>On a primary it is the <em>insert</em> position, since the write position lacks commits made
 * with {@code synchronous_commit = off}. The epoch is the timeline: on a primary that of the log
 * file being written, on a standby that of the stream it receives. See the manual, "System
 * Administration Functions" and "pg_stat_wal_receiver".
 *
 * <p>The insert position can lie beyond what is written out, and so beyond what a standby can have,
 * for about 15 seconds: what a page prune or an idle transaction has logged belongs to no commit
 * and waits for the next one. The flush position bounds all commits but the asynchronous ones of
 * the last three rounds of the WAL writer (the manual, "Asynchronous Commit"); twice that is
 * granted.
 */
public enum PostgresReplication implements ReplicationDialect {
  INSTANCE;

  private static final int WAL_WRITER_ROUNDS = 6;

  private static final String SETTINGS =
      """
      select pg_size_bytes(current_setting('wal_segment_size')),
             (select setting::bigint from pg_settings where name = 'wal_writer_delay')""";

  private static final String SAMPLE =
      """
      select standby,
             case when standby then pg_last_wal_replay_lsn() else pg_current_wal_insert_lsn() end
               - '0/0'::pg_lsn,
             case when standby then (select received_tli from pg_stat_wal_receiver)
                  else ('x' || substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8))::bit(32)::int
             end,
             case when standby then 0 else pg_current_wal_flush_lsn() - '0/0'::pg_lsn end
      from (select pg_is_in_recovery() as standby) as node""";

  /** What does not change while a connection lives. */
  private record Settings(long segmentSize, Duration settling) {}

  @Override
  public Probe probe(Connection connection) throws SQLException {
    Settings settings = settings(connection);
    PreparedStatement statement = connection.prepareStatement(SAMPLE);
    return () -> sample(statement, settings);
  }

  private static Settings settings(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(SETTINGS)) {
      row.next();
      Duration round = Duration.ofMillis(row.getLong(2));
      return new Settings(row.getLong(1), round.multipliedBy(WAL_WRITER_ROUNDS));
    }
  }

  private static NodeSample sample(PreparedStatement statement, Settings settings)
      throws SQLException {
    try (ResultSet row = statement.executeQuery()) {
      row.next();
      boolean standby = row.getBoolean(1);
      Position position = LogPosition.normalized(row.getLong(2), settings.segmentSize());
      Position flushed = LogPosition.normalized(row.getLong(4), settings.segmentSize());
      long timeline = row.getLong(3);
      if (row.wasNull()) {
        timeline = NodeSample.UNKNOWN_EPOCH;
      }
      NodeSample.Settled settled =
          standby ? null : new NodeSample.Settled(flushed, settings.settling());
      return new NodeSample(!standby, timeline, position, settled);
    }
  }

  @Override
  public Position parse(String text) {
    return LogPosition.parse(text);
  }
}
