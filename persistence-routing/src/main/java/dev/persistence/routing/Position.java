package dev.persistence.routing;

/**
 * A point in the replication history of one epoch: a log sequence number, a set of transaction ids.
 *
 * <p>Implementations are immutable and define {@code equals} by value.
 */
public interface Position {

  /** Tells whether a node at this position has everything that the other position stands for. */
  boolean covers(Position other);

  /**
   * Returns the least position that covers both. Commutative, associative and idempotent.
   *
   * @throws IllegalArgumentException if the other one is not of the same dialect
   */
  Position merge(Position other);

  /**
   * Returns a short text for it, never blank, which {@link ReplicationDialect#parse} reads back.
   */
  String text();
}
