package dev.persistence.testkit.redis;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * A line of CLUSTER NODES: what one node of a cluster knows of another one, or of itself.
 *
 * @param id names the node
 * @param port where it listens
 * @param flags such as {@code master} and {@code fail}
 * @param primaryId the node that it follows, or {@code -}
 * @param link {@code connected} if they can talk
 * @param slots single ones and ranges
 * @see <a href="https://redis.io/docs/latest/commands/cluster-nodes/">CLUSTER NODES</a>
 */
record ClusterLine(
    String id, int port, Set<String> flags, String primaryId, String link, List<String> slots) {

  /** Returns what the node on this port knows. */
  static List<ClusterLine> all(int port) throws IOException {
    return Resp.ask(port, "CLUSTER", "NODES").get(0).lines().map(ClusterLine::of).toList();
  }

  static ClusterLine of(String line) {
    String[] parts = line.split(" ");
    String address = parts[1].substring(0, parts[1].indexOf('@'));
    return new ClusterLine(
        parts[0],
        Integer.parseInt(address.substring(address.lastIndexOf(':') + 1)),
        Set.of(parts[2].split(",")),
        parts[3],
        parts[7],
        Arrays.stream(parts).skip(8).filter(slot -> !slot.startsWith("[")).toList());
  }

  boolean isPrimary() {
    return flags.contains("master");
  }

  boolean isLinked() {
    return flags.contains("myself") || link.equals("connected");
  }

  boolean owns(int slot) {
    return slots.stream()
        .map(range -> range.split("-"))
        .anyMatch(
            ends ->
                Integer.parseInt(ends[0]) <= slot
                    && slot <= Integer.parseInt(ends[ends.length - 1]));
  }

  /** Returns what all nodes have to agree on. */
  String role() {
    return isPrimary() ? "primary of " + slots : "replica of " + primaryId;
  }
}
