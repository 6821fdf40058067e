package dev.persistence.routing;

import dev.persistence.core.Explanation;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * There is no primary at the moment, so nothing can be written: the last one is dead or read-only,
 * and no other node has taken over yet.
 *
 * <p>Nothing was sent to any database. Transient: the same work succeeds once a node was promoted.
 * SQLState 08001.
 */
public final class NoPrimaryException extends SQLTransientConnectionException {

  private static final long serialVersionUID = 1L;

  /**
   * @param cluster the name of the routed data source
   * @param nodes what is known of each node
   */
  public NoPrimaryException(String cluster, List<NodeStatus> nodes) {
    super(
        new Explanation(
                "No primary of \"" + cluster + "\"",
                nodes.stream().map(NoPrimaryException::state).collect(Collectors.joining(", ")),
                "Try again once a node was promoted, which is noticed by itself")
            .toString(),
        "08001");
  }

  private static String state(NodeStatus node) {
    return node.name() + (node.up() ? " is up as a replica" : " does not answer");
  }
}
