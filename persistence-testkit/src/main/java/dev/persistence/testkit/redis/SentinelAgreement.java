package dev.persistence.testkit.redis;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Whether the Sentinels that can be asked and the servers that run say the same. */
record SentinelAgreement(String name, List<RedisServer> sentinels, List<RedisServer> servers) {

  private static List<RedisServer> reachable(List<RedisServer> all) {
    return all.stream().filter(RedisServer::isReachable).toList();
  }

  /** Returns where the first Sentinel that runs sees the primary. */
  int primaryPort() throws IOException {
    List<RedisServer> askable = reachable(sentinels);
    if (askable.isEmpty()) {
      throw new IOException("no Sentinel runs");
    }
    return primaryPort(askable.get(0));
  }

  private int primaryPort(RedisServer sentinel) throws IOException {
    return Integer.parseInt(
        Resp.ask(sentinel.port(), "SENTINEL", "get-master-addr-by-name", name).get(1));
  }

  boolean isReached() throws IOException {
    int primary = primaryPort();
    for (RedisServer sentinel : reachable(sentinels)) {
      if (primaryPort(sentinel) != primary || !seesAll(sentinel)) {
        return false;
      }
    }
    boolean found = false;
    for (RedisServer server : reachable(servers)) {
      Map<String, String> replication = Resp.info(server.port(), "replication");
      if (server.port() == primary) {
        found = "master".equals(replication.get("role"));
      } else if (!Integer.toString(primary).equals(replication.get("master_port"))
          || !"up".equals(replication.get("master_link_status"))) {
        return false;
      }
    }
    return found;
  }

  /** A replica counts once the Sentinel would choose it as the next primary. */
  private boolean seesAll(RedisServer sentinel) throws IOException {
    Map<String, String> primary = maps(Resp.ask(sentinel.port(), "SENTINEL", "masters")).get(0);
    long fit =
        maps(Resp.ask(sentinel.port(), "SENTINEL", "replicas", name)).stream()
            .filter(replica -> "slave".equals(replica.get("flags")))
            .filter(replica -> "ok".equals(replica.get("master-link-status")))
            .count();
    return "master".equals(primary.get("flags"))
        && Integer.toString(sentinels.size() - 1).equals(primary.get("num-other-sentinels"))
        && fit == reachable(servers).size() - 1;
  }

  /** Each map begins with its name. */
  private static List<Map<String, String>> maps(List<String> flat) {
    List<Map<String, String>> maps = new ArrayList<>();
    for (int i = 0; i + 1 < flat.size(); i += 2) {
      if (flat.get(i).equals("name")) {
        maps.add(new HashMap<>());
      }
      maps.get(maps.size() - 1).put(flat.get(i), flat.get(i + 1));
    }
    return maps;
  }
}
