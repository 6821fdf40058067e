package dev.persistence.testkit.internal.gtid;

import dev.persistence.core.Arguments;
import dev.persistence.testkit.DatabaseCluster;
import dev.persistence.testkit.DatabaseNode;
import dev.persistence.testkit.internal.Ownership;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** A {@link DatabaseCluster} of either engine; the engines' public classes speak through it. */
public final class GtidCluster implements DatabaseCluster<DatabaseNode> {

  /** The database of a cluster that is no view. */
  private static final String DATABASE = "test";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]{1,64}");
  private static final Duration LONGEST_BOUND = Duration.ofHours(1);

  private final GtidServers servers;
  private final String database;
  private final Ownership ownership;
  private final List<DatabaseNode> nodes;

  private GtidCluster(GtidServers servers, String database, Ownership ownership) {
    this.servers = servers;
    this.database = database;
    this.ownership = ownership;
    this.nodes =
        servers.members().stream()
            .<DatabaseNode>map(member -> new GtidNode(member, database, ownership))
            .toList();
  }

  /** Starts a primary with that many replicas and returns when all follow. */
  public static GtidCluster start(GtidEngine engine, int replicas) {
    GtidServers servers = GtidServers.start(engine, replicas);
    try {
      GtidCluster cluster = new GtidCluster(servers, DATABASE, Ownership.EXCLUSIVE);
      cluster.create();
      cluster.awaitReplicated();
      return cluster;
    } catch (RuntimeException failure) {
      servers.close();
      throw failure;
    }
  }

  @Override
  public DatabaseNode primary() {
    return nodes.get(servers.members().indexOf(servers.primary()));
  }

  @Override
  public List<DatabaseNode> replicas() {
    DatabaseNode primary = primary();
    return nodes.stream().filter(node -> !node.equals(primary)).toList();
  }

  @Override
  public List<DatabaseNode> nodes() {
    return nodes;
  }

  @Override
  public String database() {
    return database;
  }

  @Override
  public GtidCluster database(String name) {
    if (!NAME.matcher(Arguments.notNull("name", name)).matches()) {
      throw new IllegalArgumentException(
          "name is " + name + "; allowed: 1 to 64 letters, digits and underscores");
    }
    GtidCluster view = new GtidCluster(servers, name, Ownership.SHARED);
    view.create();
    try {
      awaitReplicated();
      return view;
    } catch (RuntimeException failure) { // Whatever it is, no half of a database may stay.
      try (view) {
        throw failure;
      }
    }
  }

  private void create() {
    run(
        "CREATE DATABASE `" + database + "`",
        "GRANT ALL ON `" + database + "`.* TO '" + Account.TEST.userName() + "'@'%'");
  }

  private void run(String... statements) {
    GtidMember primary = servers.primary();
    primary.server().requireReachable(primary.name());
    primary.steering().run(statements);
  }

  @Override
  public void promote(DatabaseNode node) {
    ownership.requireExclusive("promote");
    servers.promote(own(node));
  }

  @Override
  public void rewire() {
    ownership.requireExclusive("rewire");
    servers.rewire();
  }

  @Override
  public void rejoin(DatabaseNode node) {
    ownership.requireExclusive("rejoin");
    servers.rejoin(own(node));
  }

  @Override
  public void awaitReplicated() {
    awaitReplicated(GtidNode.BOUND);
  }

  @Override
  public void awaitReplicated(Duration bound) {
    Arguments.inRange("bound", bound, Duration.ZERO, LONGEST_BOUND);
    String position = servers.primary().position();
    long start = System.nanoTime();
    for (GtidMember replica : servers.runningReplicas()) {
      replica.awaitApplied(position, bound.minusNanos(System.nanoTime() - start));
    }
  }

  @Override
  public void resetReplay() {
    servers.runningReplicas().forEach(GtidMember::calm);
  }

  private GtidMember own(DatabaseNode node) {
    if (Arguments.notNull("node", node) instanceof GtidNode known
        && servers.members().contains(known.member())) {
      return known.member();
    }
    throw new IllegalArgumentException(
        "node is " + node + " of another cluster; allowed: " + nodes);
  }

  @Override
  public void close() {
    if (ownership == Ownership.EXCLUSIVE) {
      servers.close();
    } else if (!servers.isClosed()) {
      run("DROP DATABASE IF EXISTS `" + database + "`");
    }
  }

  @Override
  public String toString() {
    return "primary=" + primary() + ", replicas=" + replicas();
  }
}
