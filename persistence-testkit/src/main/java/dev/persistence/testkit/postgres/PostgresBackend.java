package dev.persistence.testkit.postgres;

import dev.persistence.testkit.internal.Server;

/**
 * Where the servers of a cluster are started: {@link LocalBackend} or {@link ContainerBackend}. The
 * rest of the package speaks to a server by SQL and by the verbs of {@link Server} only.
 */
interface PostgresBackend {

  /** Starts a server on an empty data folder; returns when it answers. */
  Server startPrimary(String name);

  /** Starts a standby of the given empty, running primary; returns when it answers. */
  Server startStandby(String name, Server primary);

  /** Replaces the data of an ended server by a copy of the primary's, and starts it as standby. */
  void reclone(String name, Server ended, Server primary);

  /** Returns the {@code primary_conninfo} with which the named standby reaches the primary. */
  String conninfo(String name, Server primary);
}
