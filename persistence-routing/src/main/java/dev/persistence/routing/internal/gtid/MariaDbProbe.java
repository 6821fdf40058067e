package dev.persistence.routing.internal.gtid;

import dev.persistence.core.Explanation;
import dev.persistence.routing.NodeSample;
import dev.persistence.routing.ReplicationDialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Samples one MariaDB server with one compound statement. Used by one thread.
 *
 * <p>A primary's {@code gtid_binlog_pos} grows before a transaction can be seen, a replica's {@code
 * gtid_slave_pos} after that, also with parallel appliers, which commit in order within a domain.
 */
final class MariaDbProbe implements ReplicationDialect.Probe {

  private static final String SAMPLE =
      """
      begin not atomic
        select @@global.read_only, @@global.log_bin, @@global.server_id,
               @@global.gtid_binlog_pos, @@global.gtid_slave_pos;
        if @@global.read_only then show all slaves status; end if;
      end""";

  private final PreparedStatement statement;
  private final MariaDbReplication dialect;

  MariaDbProbe(Connection connection, MariaDbReplication dialect) throws SQLException {
    this.statement = connection.prepareStatement(SAMPLE);
    this.dialect = dialect;
  }

  @Override
  public NodeSample sample() throws SQLException {
    statement.execute();
    try (ResultSet row = statement.getResultSet()) {
      row.next();
      String applied = row.getString(5);
      if (row.getBoolean(1)) {
        long primary = source();
        long epoch = primary > 0 ? primary : NodeSample.UNKNOWN_EPOCH;
        return new NodeSample(false, epoch, MariaDbPosition.of(primary, applied), null);
      }
      requireBinaryLog(row.getBoolean(2));
      long primary = row.getLong(3);
      // Before its first write a new primary may have its past in the other variable alone.
      MariaDbPosition position =
          MariaDbPosition.of(primary, row.getString(4)).later(MariaDbPosition.of(primary, applied));
      dialect.sampledPrimary(primary, position);
      return new NodeSample(true, primary, position, null);
    } finally {
      drain();
    }
  }

  /** Returns the id of the only server that this one follows, or 0. */
  private long source() throws SQLException {
    if (!statement.getMoreResults(PreparedStatement.KEEP_CURRENT_RESULT)) {
      return 0;
    }
    try (ResultSet rows = statement.getResultSet()) {
      long id = rows.next() ? rows.getLong("Master_Server_Id") : 0;
      return rows.next() ? 0 : id;
    }
  }

  private void drain() throws SQLException {
    while (statement.getMoreResults() || statement.getUpdateCount() != -1) {
      // Each call drops one result.
    }
  }

  private static void requireBinaryLog(boolean on) throws SQLException {
    if (!on) {
      throw new SQLException(
          new Explanation(
                  "The primary's replication position is unknown",
                  "it writes no binary log",
                  "Start it with log_bin")
              .toString(),
          "55000");
    }
  }
}
