package dev.persistence.routing.internal;

import dev.persistence.core.Arguments;
import dev.persistence.routing.NodeSample;
import dev.persistence.routing.Position;
import dev.persistence.routing.ReplicationDialect;
import java.sql.Connection;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;

/** Assumes a lag instead of asking for a position; the roles stay as they were declared. */
public record TimeWindowReplication(Duration window) implements ReplicationDialect {

  private static final Duration LONGEST = Duration.ofHours(1);
  private static final long EPOCH = 0;
  private static final int ANSWER_SECONDS = 1;

  public TimeWindowReplication {
    Arguments.inRange("window", window, Duration.ofMillis(1), LONGEST);
  }

  @Override
  public Probe probe(Connection connection) {
    return () -> {
      if (!connection.isValid(ANSWER_SECONDS)) {
        throw new SQLTransientConnectionException("The connection is not valid any more", "08006");
      }
      return new NodeSample(false, EPOCH, new AssumedLag(window), null);
    };
  }

  @Override
  public Position parse(String text) {
    throw new IllegalArgumentException("a time window knows no positions");
  }

  @Override
  public String toString() {
    return "time window " + window;
  }
}
