package dev.persistence.routing.internal.gtid;

import dev.persistence.routing.Position;
import dev.persistence.routing.ReplicationDialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Positions of MySQL: sets of global transaction ids. The epoch is the primary's {@code
 * server_uuid}, which a replica reports as that of its source.
 *
 * <p>A primary numbers its transactions in the order of their commits. So the id of a commit stands
 * for all ids of that primary up to it: whatever was acknowledged before the commit was sent, or
 * seen by it, is among them. Not so with tags, each of which has numbers of its own.
 */
public final class MySqlReplication implements ReplicationDialect {

  private static final SessionTracking.Kind GTIDS =
      new SessionTracking.Kind(3, "session_track_gtids=OWN_GTID");

  /** Primaries that were sampled, and whether all their transactions are without tags. */
  private final Map<UUID, Boolean> primaries = new ConcurrentHashMap<>();

  private final SessionTracking tracking = new SessionTracking(GTIDS, this::position);

  @Override
  public Probe probe(Connection connection) throws SQLException {
    return new MySqlProbe(connection, this);
  }

  void sampledPrimary(UUID server, GtidSet executed) {
    primaries.put(server, !executed.hasTags());
  }

  /** The identity of a server says nothing about which came first. */
  @Override
  public boolean hasOrderedEpochs() {
    return false;
  }

  @Override
  public Position parse(String text) {
    return GtidSet.parse(text);
  }

  @Override
  public @Nullable CommitWatch watch(Connection physical) {
    return tracking.watch(physical);
  }

  /** Returns everything up to the ids, or null if they do not stand for it. */
  @Nullable Position position(List<String> gtids) {
    Position position = null;
    for (String gtid : gtids) {
      GtidSet committed = GtidSet.parse(gtid);
      for (GtidSource source : committed.sources()) {
        boolean ordered = source.tag().isEmpty() && primaries.getOrDefault(source.server(), false);
        if (!ordered) {
          return null;
        }
        GtidSet prefix = GtidSet.upTo(source, committed.last(source));
        position = position == null ? prefix : position.merge(prefix);
      }
    }
    return position;
  }

  @Override
  public String toString() {
    return "MySQL GTIDs";
  }
}
