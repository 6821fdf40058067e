package dev.persistence.routing;

import dev.persistence.core.Arguments;
import dev.persistence.core.TimeSource;
import dev.persistence.core.consistency.Consistency;
import dev.persistence.routing.internal.Cluster;
import dev.persistence.routing.internal.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * Builds a {@link RoutingDataSource}. Used by one thread.
 *
 * <p>Defaults: session consistency; a sample of each node every 50 ms while there are writes, every
 * second while there are none, with 100 ms to answer; reads wait at most 50 ms for a replica; a
 * replica that lags more than 10 s serves no read; a node that is silent for 1 s is dead; a pool
 * may take 3 s to lend a connection; 25 % of the primary's pool for reads without a replica; {@link
 * ReplicaSelector#powerOfTwo()}; {@link ReplicationDialect#postgres()}.
 */
public final class RoutingDataSourceBuilder {

  static final int MOST_NODES = 64;
  private static final Duration MILLISECOND = Duration.ofMillis(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final List<DeclaredNode> declared = new ArrayList<>();
  final String name;
  Consistency consistency = Consistency.session();
  Duration samplePeriod = Duration.ofMillis(50);
  Duration idleSamplePeriod = Duration.ofSeconds(1);
  Duration sampleTimeout = Duration.ofMillis(100);
  Duration maxWait = Duration.ofMillis(50);
  Duration maxLag = Duration.ofSeconds(10);
  Duration silence = Duration.ofSeconds(1);
  Duration borrowTimeout = Duration.ofSeconds(3);
  int primaryFallbackPercent = 25;
  UnsatisfiedToken unsatisfiedToken = UnsatisfiedToken.PRIMARY;
  ReplicationDialect dialect = ReplicationDialect.postgres();
  ReplicaSelector selector = ReplicaSelector.powerOfTwo();
  String zone = "";
  boolean autoRoute = false;
  RoutingListener listener = RoutingListener.NONE;
  TimeSource time = TimeSource.system();

  RoutingDataSourceBuilder(String name) {
    this.name = Arguments.name("name", name);
  }

  /** Declares the primary; exactly one is needed. */
  public RoutingDataSourceBuilder primary(String node, DataSource pool) {
    return primary(node, pool, options -> {});
  }

  /** Declares the primary with options; exactly one is needed. */
  public RoutingDataSourceBuilder primary(
      String node, DataSource pool, Consumer<NodeOptions> options) {
    return declare(node, NodeRole.PRIMARY, pool, options);
  }

  /** Declares a replica. */
  public RoutingDataSourceBuilder replica(String node, DataSource pool) {
    return replica(node, pool, options -> {});
  }

  /** Declares a replica with options. */
  public RoutingDataSourceBuilder replica(
      String node, DataSource pool, Consumer<NodeOptions> options) {
    return declare(node, NodeRole.REPLICA, pool, options);
  }

  private RoutingDataSourceBuilder declare(
      String node, NodeRole role, DataSource pool, Consumer<NodeOptions> options) {
    DeclaredNode added = DeclaredNode.of(node, role, pool, options);
    for (DeclaredNode other : declared) {
      if (other.name().equals(node)) {
        throw new IllegalArgumentException(
            "node name is \"" + node + "\" twice; allowed: a different name for each node");
      }
      if (role == NodeRole.PRIMARY && other.role() == NodeRole.PRIMARY) {
        throw new IllegalArgumentException(
            "primary is \"" + other.name() + "\" and \"" + node + "\"; allowed: exactly one");
      }
    }
    declared.add(added);
    return this;
  }

  /** Sets what a read-only connection outside of any read scope demands. */
  public RoutingDataSourceBuilder consistency(Consistency consistency) {
    this.consistency = Arguments.notNull("consistency", consistency);
    return this;
  }

  /** Sets the time between two samples of a node while there are writes; 1 ms to 1 min. */
  public RoutingDataSourceBuilder samplePeriod(Duration period) {
    this.samplePeriod = Arguments.inRange("samplePeriod", period, MILLISECOND, MINUTE);
    return this;
  }

  /** Sets the time between two samples of a node while there are no writes; 1 ms to 1 min. */
  public RoutingDataSourceBuilder idleSamplePeriod(Duration period) {
    this.idleSamplePeriod = Arguments.inRange("idleSamplePeriod", period, MILLISECOND, MINUTE);
    return this;
  }

  /** Sets after which time without an answer a sample has failed; 1 ms to 1 min. */
  public RoutingDataSourceBuilder sampleTimeout(Duration timeout) {
    this.sampleTimeout = Arguments.inRange("sampleTimeout", timeout, MILLISECOND, MINUTE);
    return this;
  }

  /** Sets how long a read waits for a replica to become fresh enough; 0, not at all, to 1 min. */
  public RoutingDataSourceBuilder maxWait(Duration wait) {
    this.maxWait = Arguments.inRange("maxWait", wait, Duration.ZERO, MINUTE);
    return this;
  }

  /** Sets the lag beyond which a replica serves no read at all; 1 ms to 1 day. */
  public RoutingDataSourceBuilder maxLag(Duration lag) {
    this.maxLag = Arguments.inRange("maxLag", lag, MILLISECOND, Duration.ofDays(1));
    return this;
  }

  /**
   * Sets after how long without any answer a node is taken for dead, even though nobody said that
   * it is gone; 100 ms to 1 min. Then writes fail fast instead of waiting for the primary, and what
   * runs on a replica is cut.
   */
  public RoutingDataSourceBuilder silence(Duration silence) {
    this.silence = Arguments.inRange("silence", silence, Duration.ofMillis(100), MINUTE);
    return this;
  }

  /**
   * Sets how long a read or a write waits for a pool's connection, for pools that can be
   * interrupted such as HikariCP; 10 ms to 1 min. The wait ends with the next sample of any node,
   * so up to one sample period later. A shorter time-out of the pool itself wins.
   */
  public RoutingDataSourceBuilder borrowTimeout(Duration timeout) {
    this.borrowTimeout = Arguments.inRange("borrowTimeout", timeout, Duration.ofMillis(10), MINUTE);
    return this;
  }

  /**
   * Sets which part of the primary's pool may serve reads for want of a replica, so that the loss
   * of all replicas is not the loss of the primary; 0 to 100 percent, but at least one connection
   * unless it is 0.
   */
  public RoutingDataSourceBuilder primaryFallbackPercent(int percent) {
    this.primaryFallbackPercent = Arguments.inRange("primaryFallbackPercent", percent, 0, 100);
    return this;
  }

  /** Sets what becomes of a read whose token is of an epoch that is over. */
  public RoutingDataSourceBuilder unsatisfiedToken(UnsatisfiedToken policy) {
    this.unsatisfiedToken = Arguments.notNull("unsatisfiedToken", policy);
    return this;
  }

  /** Sets how the engine reports its positions. */
  public RoutingDataSourceBuilder dialect(ReplicationDialect dialect) {
    this.dialect = Arguments.notNull("dialect", dialect);
    return this;
  }

  /** Sets who chooses among the replicas that are fresh enough. */
  public RoutingDataSourceBuilder selector(ReplicaSelector selector) {
    this.selector = Arguments.notNull("selector", selector);
    return this;
  }

  /**
   * Sets the zone where this application runs: reads stay on its nodes as {@link
   * ReplicaSelector#preferringZone} describes.
   */
  public RoutingDataSourceBuilder zone(String zone) {
    this.zone = Arguments.notBlank("zone", zone);
    return this;
  }

  /**
   * Lets the texts of statements take part in the choice. An auto-commit statement whose text is
   * surely a plain read is a read, without any other sign; and a statement whose text is not goes
   * to the primary, inside a read scope and on a read-only connection too, unless it runs in a
   * transaction that has its node already.
   *
   * <p>After a statement that may change its session, such as SET, all later ones of the same
   * connection run on the primary. A text does not show everything, such as what a view calls; a
   * write that a replica refuses runs once more, on the primary.
   */
  public RoutingDataSourceBuilder autoRoute() {
    this.autoRoute = true;
    return this;
  }

  /** Sets who sees every decision; there is one listener. */
  public RoutingDataSourceBuilder listener(RoutingListener listener) {
    this.listener = Arguments.notNull("listener", listener);
    return this;
  }

  /** Sets the monotonic time, for tests. */
  public RoutingDataSourceBuilder time(TimeSource time) {
    this.time = Arguments.notNull("time", time);
    return this;
  }

  /**
   * Checks the settings and starts one sampling thread for each node. Does not wait for an answer
   * of any node: until a replica has answered, reads go to the primary.
   *
   * @throws IllegalArgumentException if the settings do not fit together
   */
  public RoutingDataSource build() {
    Arguments.inRange("number of nodes", declared.size(), 1, MOST_NODES);
    List<Node> nodes = new ArrayList<>();
    int primary = -1;
    for (DeclaredNode node : declared) {
      if (node.role() == NodeRole.PRIMARY) {
        primary = nodes.size();
      }
      nodes.add(node.at(nodes.size(), primaryFallbackPercent));
    }
    if (primary < 0) {
      throw new IllegalArgumentException("primary is missing; allowed: exactly one");
    }
    if (idleSamplePeriod.compareTo(samplePeriod) < 0) {
      throw new IllegalArgumentException(
          "idleSamplePeriod is %s; allowed: samplePeriod, which is %s, or more"
              .formatted(idleSamplePeriod, samplePeriod));
    }
    requireKnownZone();
    return new RoutingDataSource(new Cluster(new RoutingDataSourceConfig(this), nodes, primary));
  }

  private void requireKnownZone() {
    Set<String> known = new TreeSet<>();
    for (DeclaredNode node : declared) {
      known.add(node.options().zone());
    }
    known.remove("");
    if (!zone.isEmpty() && !known.contains(zone)) {
      throw new IllegalArgumentException(
          "zone is \"%s\"; allowed: a zone of some node, which are %s".formatted(zone, known));
    }
  }
}
