package dev.persistence.routing.internal.gtid;

import dev.persistence.core.Explanation;
import dev.persistence.routing.NodeSample;
import dev.persistence.routing.ReplicationDialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Samples one MySQL server with one statement. Used by one thread.
 *
 * <p>{@code gtid_executed} grows after a transaction can be seen: right for a replica, but too
 * little for a primary, where a reader may have seen the transaction already. There the ids that
 * transactions own while they commit count too; they are read first, so that one that moves from
 * the one set to the other is in at least one of them.
 */
final class MySqlProbe implements ReplicationDialect.Probe {

  private static final String SAMPLE =
      """
      select @@global.read_only, @@global.gtid_mode, @@server_uuid,
             @@global.gtid_owned, @@global.gtid_executed,
             (select if(count(*) = 1, max(source_uuid), null)
              from performance_schema.replication_connection_status
              where channel_name not like 'group\\_replication%')""";

  private static final Pattern OWNER = Pattern.compile("#\\d+");

  private final PreparedStatement statement;
  private final MySqlReplication dialect;

  MySqlProbe(Connection connection, MySqlReplication dialect) throws SQLException {
    this.statement = connection.prepareStatement(SAMPLE);
    this.dialect = dialect;
  }

  @Override
  public NodeSample sample() throws SQLException {
    try (ResultSet row = statement.executeQuery()) {
      row.next();
      boolean writable = !row.getBoolean(1);
      requireGtids(row.getString(2));
      UUID server = UUID.fromString(row.getString(3));
      GtidSet executed = GtidSet.parse(row.getString(5));
      if (!writable) {
        return new NodeSample(false, epoch(row.getString(6)), executed, null);
      }
      dialect.sampledPrimary(server, executed);
      GtidSet owned = GtidSet.parse(OWNER.matcher(row.getString(4)).replaceAll(""));
      return new NodeSample(true, GtidSource.epoch(server), executed.merge(owned), null);
    }
  }

  private static void requireGtids(String mode) throws SQLException {
    if (!mode.equals("ON")) {
      throw new SQLException(
          new Explanation(
                  "The server's replication position is unknown",
                  "gtid_mode is " + mode,
                  "Set gtid_mode=ON and enforce_gtid_consistency=ON on all nodes, with"
                      + " SOURCE_AUTO_POSITION=1 on the replicas")
              .toString(),
          "55000");
    }
  }

  private static long epoch(@Nullable String source) {
    return source == null || source.isEmpty()
        ? NodeSample.UNKNOWN_EPOCH
        : GtidSource.epoch(UUID.fromString(source));
  }
}
