package dev.persistence.routing.internal.gtid;

import dev.persistence.routing.Position;
import dev.persistence.routing.ReplicationDialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Positions of MariaDB: the last global transaction id of each domain. The epoch is the primary's
 * {@code server_id}, which a replica reports as that of its source.
 *
 * <p>Within a domain transactions are numbered in the order of their commits, so the id of a commit
 * stands for everything that was acknowledged before the commit was sent, or seen by it. Not so if
 * the primary uses several domains.
 */
public final class MariaDbReplication implements ReplicationDialect {

  private static final SessionTracking.Kind LAST_GTID =
      new SessionTracking.Kind(0, "session_track_system_variables='last_gtid'");

  private static final String NAME = "last_gtid";

  /** Primaries that were sampled, with the only domain of each, or -1. */
  private final Map<Long, Long> primaries = new ConcurrentHashMap<>();

  private final SessionTracking tracking = new SessionTracking(LAST_GTID, this::position);

  @Override
  public Probe probe(Connection connection) throws SQLException {
    return new MariaDbProbe(connection, this);
  }

  void sampledPrimary(long server, MariaDbPosition position) {
    primaries.put(server, position.onlyDomain());
  }

  /** The identity of a server says nothing about which came first. */
  @Override
  public boolean hasOrderedEpochs() {
    return false;
  }

  @Override
  public Position parse(String text) {
    return MariaDbPosition.parse(text);
  }

  @Override
  public @Nullable CommitWatch watch(Connection physical) {
    return tracking.watch(physical);
  }

  /** Returns the position after a commit, or null if the change tells none. */
  @Nullable Position position(List<String> nameAndValue) {
    if (nameAndValue.size() != 2 || !nameAndValue.get(0).equals(NAME)) {
      return null;
    }
    MariaDbPosition.Gtid gtid = MariaDbPosition.Gtid.parse(nameAndValue.get(1));
    if (gtid == null || primaries.getOrDefault(gtid.server(), -1L) != gtid.domain()) {
      return null;
    }
    return MariaDbPosition.of(gtid.server(), nameAndValue.get(1));
  }

  @Override
  public String toString() {
    return "MariaDB GTIDs";
  }
}
