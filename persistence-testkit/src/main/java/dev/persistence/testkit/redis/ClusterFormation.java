package dev.persistence.testkit.redis;

import dev.persistence.core.Explanation;
import dev.persistence.core.PersistenceException;
import dev.persistence.testkit.internal.Server;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a cluster of fresh nodes: the first ones share the slots, the others follow them in turn.
 */
final class ClusterFormation {

  private static final int SLOTS = 16_384;

  private final List<Server> nodes;
  private final int primaries;

  ClusterFormation(List<Server> nodes, int primaries) {
    this.nodes = nodes;
    this.primaries = primaries;
  }

  void form() {
    try {
      for (int node = 0; node < nodes.size(); node++) {
        ask(node, "CLUSTER", "SET-CONFIG-EPOCH", Integer.toString(node + 1));
      }
      for (int primary = 0; primary < primaries; primary++) {
        ask(primary, slots(primary));
      }
      introduce();
    } catch (IOException failure) {
      throw new PersistenceException(
          new Explanation(
              "The servers did not become a cluster",
              String.valueOf(failure.getMessage()),
              "Run the test again; if it fails again, this machine may be overloaded"),
          failure);
    }
    for (int replica = primaries; replica < nodes.size(); replica++) {
      follow(replica, replica % primaries);
    }
  }

  private String[] slots(int primary) {
    List<String> command = new ArrayList<>(List.of("CLUSTER", "ADDSLOTS"));
    for (int slot = SLOTS * primary / primaries; slot < SLOTS * (primary + 1) / primaries; slot++) {
      command.add(Integer.toString(slot));
    }
    return command.toArray(String[]::new);
  }

  /** Each meets each: to wait until they hear of one another takes longer. */
  private void introduce() throws IOException {
    for (int node = 0; node < nodes.size(); node++) {
      for (int other = node + 1; other < nodes.size(); other++) {
        String port = Integer.toString(nodes.get(other).port());
        ask(node, "CLUSTER", "MEET", "127.0.0.1", port);
      }
    }
  }

  /** Repeated until the replica knows its primary. */
  private void follow(int replica, int primary) {
    RedisServers.await(
        "A replica that follows its primary",
        () -> {
          String id = ask(primary, "CLUSTER", "MYID").get(0);
          return ask(replica, "CLUSTER", "REPLICATE", id).contains("OK");
        });
  }

  private List<String> ask(int node, String... command) throws IOException {
    return Resp.ask(nodes.get(node).port(), command);
  }
}
