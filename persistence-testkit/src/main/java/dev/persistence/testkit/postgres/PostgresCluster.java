package dev.persistence.testkit.postgres;

import dev.persistence.core.Arguments;
import dev.persistence.core.PersistenceException;
import dev.persistence.testkit.BackendUnavailableException;
import dev.persistence.testkit.DatabaseCluster;
import dev.persistence.testkit.internal.Ownership;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * A running PostgreSQL primary with any number of streaming standbys, for tests.
 *
 * <pre>{@code
 * try (PostgresCluster cluster = PostgresCluster.builder().standbys(2).start()) {
 *   cluster.standbys().get(0).pauseReplay();
 *   write(cluster.primary().dataSource());
 *   readStale(cluster.standbys().get(0).dataSource());
 * }
 * }</pre>
 *
 * <p>The servers are processes of this machine on loopback ports, from binaries on the class path;
 * they end with {@link #close}, with the JVM, or, when the JVM was killed, with the next one that
 * uses the testkit. Commits wait for the primary's log, but nothing is synced to disk.
 *
 * <p>{@link #primary}, {@link #nodes} and all data sources are thread-safe; the verbs of one
 * cluster, here and on its nodes, are for one thread at a time. Verbs block until they have taken
 * effect and throw {@link PersistenceException} when they do not within about 30 s, or two minutes
 * where they start a server.
 */
public final class PostgresCluster implements DatabaseCluster<PostgresNode> {

  private static final Duration REPLICATED_BOUND = Duration.ofSeconds(30);
  private static final Duration LONGEST_BOUND = Duration.ofHours(1);
  private static final int LONGEST_NAME = 63;

  private final PostgresServers servers;
  private final String database;
  private final Ownership ownership;
  private final List<PostgresNode> nodes;

  PostgresCluster(PostgresServers servers, String database, Ownership ownership) {
    this.servers = servers;
    this.database = database;
    this.ownership = ownership;
    this.nodes =
        servers.members().stream()
            .map(member -> new PostgresNode(member, database, ownership))
            .toList();
  }

  /** Returns a builder for a single server; ask it for standbys. */
  public static PostgresClusterBuilder builder() {
    return new PostgresClusterBuilder();
  }

  /**
   * Starts a single server with all defaults.
   *
   * @throws BackendUnavailableException if there are no binaries or no driver for it
   */
  public static PostgresCluster start() {
    return builder().start();
  }

  @Override
  public PostgresNode primary() {
    return node(servers.primary());
  }

  /** Returns the {@link #replicas} by the name that PostgreSQL has for them. */
  public List<PostgresNode> standbys() {
    return replicas();
  }

  @Override
  public List<PostgresNode> replicas() {
    Member primary = servers.primary();
    return nodes.stream().filter(node -> node.member() != primary).toList();
  }

  @Override
  public List<PostgresNode> nodes() {
    return nodes;
  }

  @Override
  public String database() {
    return database;
  }

  /**
   * Creates an empty database and returns a view of this cluster that is bound to it; returns when
   * all running standbys have it (about 50 ms).
   *
   * <p>The view has the same servers and refuses the verbs that would break them for others.
   * Closing it drops the database.
   *
   * @param name 1 to 63 bytes; a name that is taken is a {@link PersistenceException}
   */
  @Override
  public PostgresCluster database(String name) {
    byte[] bytes = Arguments.notBlank("name", name).getBytes(StandardCharsets.UTF_8);
    Arguments.inRange("bytes of the database name", bytes.length, 1, LONGEST_NAME);
    if (name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("name has a NUL character; allowed: any other");
    }
    servers.primary().sql().run("CREATE DATABASE " + Sql.identifier(name));
    PostgresCluster view = new PostgresCluster(servers, name, Ownership.SHARED);
    try {
      awaitReplicated();
      return view;
    } catch (RuntimeException failure) { // Whatever it is, no half of a database may stay.
      try (view) {
        throw failure;
      }
    }
  }

  /**
   * Promotes the node and makes it the primary of this cluster. The old primary is left as it is,
   * and the other standbys follow it until {@link #rewire}.
   */
  @Override
  public void promote(PostgresNode node) {
    ownership.requireExclusive("promote");
    servers.promote(own(node));
  }

  /**
   * Lets all other running standbys follow the current primary; returns when they stream from it. A
   * node that is stopped, frozen or writable is left alone; see {@link #rejoin}.
   */
  @Override
  public void rewire() {
    ownership.requireExclusive("rewire");
    servers.rewire();
  }

  /**
   * Makes the node a standby of the current primary with a fresh copy of its data, whatever the
   * node was or did before; returns when it streams. Takes about a second.
   *
   * @throws IllegalArgumentException if the node is the primary
   */
  @Override
  public void rejoin(PostgresNode node) {
    ownership.requireExclusive("rejoin");
    servers.rejoin(own(node));
  }

  /**
   * Returns when all running standbys have replayed what was committed on the primary before this
   * call; waits 30 s at most.
   *
   * @throws PersistenceException if a standby is not there in time; the message says why
   */
  @Override
  public void awaitReplicated() {
    awaitReplicated(REPLICATED_BOUND);
  }

  @Override
  public void awaitReplicated(Duration bound) {
    Arguments.inRange("bound", bound, Duration.ZERO, LONGEST_BOUND);
    new ReplayBarrier(servers.primary(), servers.runningStandbys()).await(bound);
  }

  @Override
  public void resetReplay() {
    servers.runningStandbys().forEach(Member::calm);
  }

  private PostgresNode node(Member member) {
    return nodes.get(servers.members().indexOf(member));
  }

  private Member own(PostgresNode node) {
    Member member = Arguments.notNull("node", node).member();
    if (!servers.members().contains(member)) {
      throw new IllegalArgumentException(
          "node is " + node + " of another cluster; allowed: " + nodes);
    }
    return member;
  }

  /**
   * Ends all servers at once and deletes their data; on a {@linkplain #database view}, drops its
   * database instead, if the servers are still there. A second call does nothing.
   */
  @Override
  public void close() {
    if (ownership == Ownership.EXCLUSIVE) {
      servers.close();
    } else if (!servers.isClosed()) {
      servers
          .primary()
          .sql()
          .run("DROP DATABASE IF EXISTS " + Sql.identifier(database) + " WITH (FORCE)");
    }
  }

  @Override
  public String toString() {
    return "PostgresCluster[primary=" + primary() + ", standbys=" + standbys() + "]";
  }
}
