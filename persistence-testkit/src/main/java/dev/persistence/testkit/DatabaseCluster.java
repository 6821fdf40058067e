package dev.persistence.testkit;

import java.time.Duration;
import java.util.List;

/**
 * A real primary and its replicas, for tests that shall hold on every engine.
 *
 * <p>{@link #primary}, {@link #nodes} and all data sources are thread-safe; the verbs of one
 * cluster, here and on its nodes, are for one thread at a time. Verbs block until they have taken
 * effect and throw {@link dev.persistence.core.PersistenceException} when they do not within about
 * 30 s, or two minutes where they start a server.
 *
 * @param <N> the engine's own kind of node
 */
public interface DatabaseCluster<N extends DatabaseNode> extends AutoCloseable {

  /** Returns the primary: the first node, until {@link #promote} makes it another. */
  N primary();

  /** Returns all nodes but the primary, in the order of their names, whether they run or not. */
  List<N> replicas();

  /** Returns all nodes in the order of their names; the list never changes. */
  List<N> nodes();

  /** Returns the name of the database that {@link DatabaseNode#dataSource()} speaks to. */
  String database();

  /**
   * Creates an empty database and returns a view of this cluster that is bound to it; returns when
   * all running replicas have it.
   *
   * <p>The view has the same servers and refuses the verbs that would break them for others.
   * Closing it drops the database.
   */
  DatabaseCluster<N> database(String name);

  /**
   * Promotes the node and makes it the primary of this cluster. The old primary is left as it is,
   * and the other replicas follow it until {@link #rewire}.
   */
  void promote(N node);

  /**
   * Lets all other running replicas follow the current primary. A node that is stopped, frozen or
   * writable is left alone; see {@link #rejoin}.
   */
  void rewire();

  /**
   * Makes the node a replica of the current primary with fresh data, whatever the node was or did
   * before.
   *
   * @throws IllegalArgumentException if the node is the primary
   */
  void rejoin(N node);

  /**
   * Returns when all running replicas have replayed what was committed on the primary before this
   * call; waits 30 s at most.
   *
   * @throws dev.persistence.core.PersistenceException if a replica is not there in time
   */
  void awaitReplicated();

  /**
   * Waits like {@link #awaitReplicated()} with a bound of its own, 0 to 1 hour. MariaDB and MySQL
   * are asked in steps of a second.
   */
  void awaitReplicated(Duration bound);

  /** Resumes replay on all running replicas and takes back their delays. */
  void resetReplay();

  /**
   * Ends all servers at once and deletes their data; on a {@linkplain #database(String) view},
   * drops its database instead, if the servers are still there. A second call does nothing.
   */
  @Override
  void close();
}
