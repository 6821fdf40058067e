package dev.persistence.testkit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortsTest {

  /** Where outgoing connections draw their ports from, unless a machine is configured otherwise. */
  private static final int LOWEST_OUTGOING = 32_768;

  private static final int REDIS_BUS = 10_000;

  @Test
  void noOutgoingConnectionCanTakeAPortOrItsBus() {
    for (int i = 0; i < 100; i++) {
      int port = Ports.free();
      assertThat(port).isGreaterThan(1_023);
      assertThat(port + REDIS_BUS).isLessThan(LOWEST_OUTGOING);
    }
  }

  @Test
  void aPortThatSomebodyListensOnIsNotFree() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(Ports.isFree(taken.getLocalPort())).isFalse();
    }
  }
}
