package dev.persistence.testkit.internal.gtid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.core.PersistenceException;
import dev.persistence.testkit.internal.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SteeringTest {

  /** It accepts TCP connections and answers nothing, as a frozen server does. */
  @Test
  void probeOfASilentServerEndsLongBeforeItsStartDoes() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      long start = System.nanoTime();
      assertThatThrownBy(() -> new Steering("silent", silent.getLocalPort()).answers())
          .isInstanceOf(SQLException.class);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
    }
  }

  @Test
  void passwordIsNotInTheMessage() {
    Steering steering = new Steering("db1", Ports.free());

    assertThatThrownBy(() -> steering.ask("SELECT 1"))
        .isInstanceOf(PersistenceException.class)
        .hasMessageStartingWith("db1 did not run: SELECT 1");
    assertThatThrownBy(() -> steering.ask("CHANGE MASTER TO MASTER_PASSWORD='secret', X=1"))
        .isInstanceOf(PersistenceException.class)
        .hasMessageContaining("CHANGE MASTER TO MASTER_PASSWORD='…', X=1")
        .hasMessageNotContaining("secret");
  }
}
