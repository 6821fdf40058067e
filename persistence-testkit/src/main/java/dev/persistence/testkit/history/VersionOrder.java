package dev.persistence.testkit.history;

/** What the versions of a history are numbers of, and so which of them can be compared. */
public enum VersionOrder {
  /**
   * Every key counts its own writes; versions of different keys say nothing about each other.
   *
   * <p>A column does, when each write adds one to it: {@code UPDATE … SET version = version + 1 …
   * RETURNING version}. The row lock makes it the commit order.
   */
  PER_KEY,

  /**
   * Versions are positions in the one log of the primary, which every node applies in its order.
   *
   * <p>All keys share one counter that follows the <em>commit</em> order. A counter row updated in
   * the writing transaction does, since its lock is held until the commit; a sequence does not: of
   * two transactions the one with the higher number may commit first, and correct replicas would be
   * accused. Writes of one transaction may share a position.
   */
  GLOBAL
}
