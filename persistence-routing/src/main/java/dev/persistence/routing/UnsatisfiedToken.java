package dev.persistence.routing;

/**
 * What becomes of a read that brings a token of an epoch that is over.
 *
 * <p>A failover may have lost the write that the token stands for, so no node can be said to show
 * it.
 */
public enum UnsatisfiedToken {
  /** The primary serves the read; the decision and the listener tell. */
  PRIMARY,
  /** The read fails with a {@link TokenUnsatisfiedException}. */
  FAIL
}
