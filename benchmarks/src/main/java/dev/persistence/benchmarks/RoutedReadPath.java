package dev.persistence.benchmarks;

import dev.persistence.core.TimeSource;
import dev.persistence.core.consistency.Consistency;
import dev.persistence.routing.NodeRole;
import dev.persistence.routing.RoutingDataSource;
import dev.persistence.routing.RoutingDataSourceBuilder;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Our routing: the replicas are chosen by load, and only while they are fresh enough. */
final class RoutedReadPath implements ReadPath {

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final RoutingDataSource routing;

  RoutedReadPath(Consistency consistency, int replicas) throws SQLException, InterruptedException {
    RoutingDataSourceBuilder builder =
        RoutingDataSource.builder("benchmark")
            .primary("p", new StubDataSource(true))
            .dialect(new StubReplication())
            .consistency(consistency);
    for (int i = 1; i <= replicas; i++) {
      builder.replica("r" + i, new StubDataSource(false));
    }
    routing = builder.build();
    awaitReplicas();
  }

  /**
   * Until the replicas were sampled, reads go to the primary: another path than the one measured.
   */
  private void awaitReplicas() throws SQLException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (roleOfOneRead() != NodeRole.REPLICA) {
      if (System.nanoTime() > deadline) {
        close();
        throw new IllegalStateException("reads stay on the primary: " + routing.lastDecision());
      }
      TimeSource.system().sleep(Duration.ofMillis(10));
    }
  }

  private NodeRole roleOfOneRead() throws SQLException {
    oneStatement();
    return Objects.requireNonNull(routing.lastDecision()).role();
  }

  @Override
  public Connection begin() throws SQLException {
    Connection connection = routing.getConnection();
    connection.setReadOnly(true);
    connection.setAutoCommit(false);
    return connection;
  }

  @Override
  public void close() {
    routing.close();
  }
}
