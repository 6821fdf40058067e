package dev.persistence.benchmarks;

import dev.persistence.routing.NodeSample;
import dev.persistence.routing.Position;
import dev.persistence.routing.ReplicationDialect;
import java.sql.Connection;

/** A cluster whose replicas are always up to date. */
final class StubReplication implements ReplicationDialect {

  /** A number that stands for everything up to it. */
  private record Count(long value) implements Position {
    @Override
    public boolean covers(Position other) {
      return other instanceof Count count && value >= count.value;
    }

    @Override
    public Position merge(Position other) {
      return covers(other) ? this : other;
    }

    @Override
    public String text() {
      return Long.toString(value);
    }
  }

  @Override
  public Probe probe(Connection connection) {
    boolean primary = ((StubConnection) connection).isPrimary();
    return () -> new NodeSample(primary, 1, new Count(1), null);
  }

  @Override
  public Position parse(String text) {
    return new Count(Long.parseLong(text));
  }
}
