package dev.persistence.routing.internal;

import dev.persistence.routing.NodeSample;
import dev.persistence.routing.Position;
import dev.persistence.routing.ReplicationDialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Positions of PostgreSQL's write-ahead log.
 *
 * <p>On a primary it is the <em>insert</em> position, since the write position lacks commits made
 * with {@code synchronous_commit = off}. The epoch is the timeline: on a primary that of the log
 * file being written, on a standby that of the stream it receives. See the manual, "System
 * Administration Functions" and "pg_stat_wal_receiver".
 */
public enum PostgresReplication implements ReplicationDialect {
  INSTANCE;

  private static final String SAMPLE =
      """
      select standby,
             case when standby then pg_last_wal_replay_lsn() else pg_current_wal_insert_lsn() end
               - '0/0'::pg_lsn,
             case when standby then (select received_tli from pg_stat_wal_receiver)
                  else ('x' || substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8))::bit(32)::int
             end
      from (select pg_is_in_recovery() as standby) as node""";

  @Override
  public Probe probe(Connection connection) throws SQLException {
    long segmentSize = segmentSize(connection);
    PreparedStatement statement = connection.prepareStatement(SAMPLE);
    return () -> sample(statement, segmentSize);
  }

  private static long segmentSize(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("select pg_size_bytes(current_setting('wal_segment_size'))")) {
      row.next();
      return row.getLong(1);
    }
  }

  private static NodeSample sample(PreparedStatement statement, long segmentSize)
      throws SQLException {
    try (ResultSet row = statement.executeQuery()) {
      row.next();
      boolean standby = row.getBoolean(1);
      long position = row.getLong(2);
      long timeline = row.getLong(3);
      if (row.wasNull()) {
        timeline = NodeSample.UNKNOWN_EPOCH;
      }
      return new NodeSample(!standby, timeline, LogPosition.normalized(position, segmentSize));
    }
  }

  @Override
  public Position parse(String text) {
    return LogPosition.parse(text);
  }
}
