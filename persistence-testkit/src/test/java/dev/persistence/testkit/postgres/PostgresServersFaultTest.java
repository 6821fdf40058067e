package dev.persistence.testkit.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.testkit.internal.Platform;
import dev.persistence.testkit.internal.Server;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class PostgresServersFaultTest {

  @Test
  void standbyThatDoesNotComeUpEndsTheOthers() {
    FailingAt backend = new FailingAt("pg3");
    assertThatThrownBy(() -> PostgresServers.start(backend, SynchronousCommit.ON, 2))
        .hasMessage("pg3 fails");
    assertThat(backend.started).hasSize(2).noneMatch(Server::isRunning);
  }

  /** The local backend, but for one standby. */
  private static final class FailingAt implements PostgresBackend {
    private final LocalBackend local =
        new LocalBackend(PostgresBinaries.find(Platform.current(), null), Map.of());
    private final Queue<Server> started = new ConcurrentLinkedQueue<>();
    private final String failing;

    FailingAt(String failing) {
      this.failing = failing;
    }

    @Override
    public Server startPrimary(String name) {
      return remembered(local.startPrimary(name));
    }

    @Override
    public Server startStandby(String name, Server primary) {
      if (name.equals(failing)) {
        throw new IllegalStateException(name + " fails");
      }
      return remembered(local.startStandby(name, primary));
    }

    private Server remembered(Server server) {
      started.add(server);
      return server;
    }

    @Override
    public void reclone(String name, Server ended, Server primary) {
      local.reclone(name, ended, primary);
    }

    @Override
    public String conninfo(String name, Server primary) {
      return local.conninfo(name, primary);
    }
  }
}
