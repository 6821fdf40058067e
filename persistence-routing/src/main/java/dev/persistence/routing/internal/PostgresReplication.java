package dev.persistence.routing.internal;

import dev.persistence.routing.Position;
import dev.persistence.routing.ReplicationDialect;
import java.sql.Connection;
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
 *
 * <p>The insert position can lie beyond what is written out, and so beyond what a standby can have,
 * for about 15 seconds: what a page prune or an idle transaction has logged belongs to no commit
 * and waits for the next one. The flush position bounds all commits but the asynchronous ones of
 * the last three rounds of the WAL writer (the manual, "Asynchronous Commit"); twice that is
 * granted.
 */
public enum PostgresReplication implements ReplicationDialect {
  INSTANCE;

  private static final String SEGMENT_SIZE =
      "select pg_size_bytes(current_setting('wal_segment_size'))";

  @Override
  public Probe probe(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(SEGMENT_SIZE)) {
      row.next();
      return new PostgresProbe(connection, row.getLong(1));
    }
  }

  @Override
  public Position parse(String text) {
    return LogPosition.parse(text);
  }

  @Override
  public String toString() {
    return "PostgreSQL";
  }
}
