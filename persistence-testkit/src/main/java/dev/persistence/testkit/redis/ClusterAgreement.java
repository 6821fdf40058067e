package dev.persistence.testkit.redis;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Whether the nodes of a cluster that can be asked say the same, and all is well with them. */
final class ClusterAgreement {

  private final List<RedisServer> nodes;
  private final List<RedisServer> reachable;
  private final Set<Integer> ports;

  ClusterAgreement(List<RedisServer> nodes) {
    this.nodes = nodes;
    this.reachable = nodes.stream().filter(RedisServer::isReachable).toList();
    this.ports = reachable.stream().map(RedisServer::port).collect(Collectors.toSet());
  }

  boolean isReached() throws IOException {
    if (reachable.isEmpty()) {
      return false;
    }
    Map<Integer, String> first = roles(ClusterLine.all(reachable.get(0).port()));
    for (RedisServer node : reachable) {
      List<ClusterLine> known = ClusterLine.all(node.port());
      if (!isWell(node) || !roles(known).equals(first) || !isComplete(known)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isWell(RedisServer node) throws IOException {
    Map<String, String> state = Resp.fields(Resp.ask(node.port(), "CLUSTER", "INFO").get(0));
    Map<String, String> replication = Resp.info(node.port(), "replication");
    return "ok".equals(state.get("cluster_state"))
        && "up".equals(replication.getOrDefault("master_link_status", "up"));
  }

  private Map<Integer, String> roles(List<ClusterLine> lines) {
    Map<Integer, String> roles = new TreeMap<>();
    for (ClusterLine line : lines) {
      if (ports.contains(line.port())) {
        roles.put(line.port(), line.role());
      }
    }
    return roles;
  }

  /** Every node is known, those that run are linked, and those that do not have no slots. */
  private boolean isComplete(List<ClusterLine> lines) {
    return lines.size() == nodes.size()
        && lines.stream()
            .allMatch(
                line ->
                    ports.contains(line.port())
                        ? line.isLinked() && !line.flags().contains("fail")
                        : line.slots().isEmpty());
  }
}
