package dev.persistence.routing;

import dev.persistence.core.Arguments;
import dev.persistence.routing.internal.Node;
import dev.persistence.routing.internal.NodePool;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** One node as the application has declared it. */
record DeclaredNode(String name, NodeRole role, DataSource pool, NodeOptions options) {

  static DeclaredNode of(
      String name, NodeRole role, DataSource pool, Consumer<NodeOptions> options) {
    Arguments.name("node name", name);
    Arguments.notNull("pool of node \"" + name + "\"", pool);
    NodeOptions chosen = new NodeOptions();
    Arguments.notNull("options of node \"" + name + "\"", options).accept(chosen);
    return new DeclaredNode(name, role, pool, chosen);
  }

  Node at(int index, int primaryFallbackPercent) {
    NodePool nodePool = NodePool.of(pool, options.probe());
    int size = options.poolSize() > 0 ? options.poolSize() : nodePool.size();
    int limit = fallbackLimit(size, primaryFallbackPercent);
    return new Node(
        index, name, nodePool, new Node.Settings(options.weight(), options.zone(), limit));
  }

  private static int fallbackLimit(int poolSize, int percent) {
    if (percent == 0) {
      return 0;
    }
    boolean unlimited = poolSize == NodePool.UNKNOWN_SIZE || percent == 100;
    return unlimited ? Integer.MAX_VALUE : (int) Math.max(1, (long) poolSize * percent / 100);
  }
}
