package dev.persistence.testkit.fault;

/** The way that bytes take through a {@link TcpProxy}. */
public enum Direction {
  /** From the client to the server: requests. */
  TO_SERVER,
  /** From the server to the client: answers. */
  TO_CLIENT
}
