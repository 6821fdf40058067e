package dev.persistence.routing.internal;

import dev.persistence.routing.NodeSample;
import dev.persistence.routing.Position;
import dev.persistence.routing.ReplicationDialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/** Samples one PostgreSQL server with one prepared statement. Used by one thread. */
final class PostgresProbe implements ReplicationDialect.Probe {

  private static final int WAL_WRITER_ROUNDS = 6;

  private static final String SAMPLE =
      """
      select standby,
             case when standby then pg_last_wal_replay_lsn() else pg_current_wal_insert_lsn() end
               - '0/0'::pg_lsn,
             case when standby then (select received_tli from pg_stat_wal_receiver)
                  else ('x' || substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8))::bit(32)::int
             end,
             case when standby then 0 else pg_current_wal_flush_lsn() - '0/0'::pg_lsn end,
             (extract(epoch from current_setting('wal_writer_delay')::interval) * 1000)::bigint
      from (select pg_is_in_recovery() as standby) as node""";

  private final PreparedStatement statement;
  private final long segmentSize;

  /** The longest round seen: a shorter one may be set while the WAL writer still sleeps. */
  private long roundMillis;

  PostgresProbe(Connection connection, long segmentSize) throws SQLException {
    this.statement = connection.prepareStatement(SAMPLE);
    this.segmentSize = segmentSize;
  }

  @Override
  public NodeSample sample() throws SQLException {
    try (ResultSet row = statement.executeQuery()) {
      row.next();
      boolean standby = row.getBoolean(1);
      Position position = LogPosition.normalized(row.getLong(2), segmentSize);
      long timeline = row.getLong(3);
      if (row.wasNull()) {
        timeline = NodeSample.UNKNOWN_EPOCH;
      }
      Position flushed = LogPosition.normalized(row.getLong(4), segmentSize);
      roundMillis = Math.max(roundMillis, row.getLong(5));
      Duration age = Duration.ofMillis(roundMillis * WAL_WRITER_ROUNDS);
      NodeSample.Settled settled = standby ? null : new NodeSample.Settled(flushed, age);
      return new NodeSample(!standby, timeline, position, settled);
    }
  }
}
