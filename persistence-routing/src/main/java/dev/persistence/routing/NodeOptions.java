package dev.persistence.routing;

import dev.persistence.core.Arguments;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * What can be said about one node beside its name and its pool. Used while building, by one thread.
 */
public final class NodeOptions {

  private int weight = 1;
  private String zone = "";
  private @Nullable DataSource probe;
  private int poolSize;

  NodeOptions() {}

  /** Gives the node this share of the reads relative to the others; 1 to 100, default 1. */
  public NodeOptions weight(int weight) {
    this.weight = Arguments.inRange("weight", weight, 1, 100);
    return this;
  }

  /**
   * Names the zone where the node is, such as a data centre; see {@link
   * RoutingDataSourceBuilder#zone}. Default: none.
   */
  public NodeOptions zone(String zone) {
    this.zone = Arguments.notBlank("zone", zone);
    return this;
  }

  /**
   * Gives the source of the sampler's own connection to this node; it opens one at a time and
   * should connect within a second or fail.
   *
   * <p>Default: for a HikariCP pool, a plain connection with the pool's URL and credentials; for
   * any other pool, one connection of that pool, kept borrowed.
   */
  public NodeOptions probe(DataSource probe) {
    this.probe = Arguments.notNull("probe", probe);
    return this;
  }

  /**
   * Tells how many connections the pool lends at most, 1 to 100,000; of this number the data source
   * takes its {@code primaryFallbackPercent}.
   *
   * <p>Default: what a HikariCP pool says; for any other pool the fallback has no limit.
   */
  public NodeOptions poolSize(int connections) {
    this.poolSize = Arguments.inRange("poolSize", connections, 1, 100_000);
    return this;
  }

  int weight() {
    return weight;
  }

  String zone() {
    return zone;
  }

  @Nullable DataSource probe() {
    return probe;
  }

  /** Returns the size of the pool, or 0 if nothing was said. */
  int poolSize() {
    return poolSize;
  }
}
