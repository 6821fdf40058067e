package dev.persistence.testkit.postgres;

import dev.persistence.testkit.internal.ServerProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * A program that starts a cluster without closing it, prints the pids of its servers and then ends
 * or waits for its standard input to end.
 */
public final class ClusterInAnotherJvm {

  private ClusterInAnotherJvm() {}

  public static void main(String[] arguments) throws IOException {
    PostgresCluster cluster = PostgresCluster.builder().standbys(1).start();
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    for (PostgresNode node : cluster.nodes()) {
      out.print(((ServerProcess) node.member().server()).pid() + " ");
    }
    out.println();
    if (arguments[0].equals("wait")) {
      while (System.in.read() >= 0) {
        // Only the end of the input, or a signal, ends this.
      }
    }
  }
}
