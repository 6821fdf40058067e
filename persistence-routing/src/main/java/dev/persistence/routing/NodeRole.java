package dev.persistence.routing;

/** What a node is in its cluster. */
public enum NodeRole {
  /** The one node that takes writes. */
  PRIMARY,
  /** A node that replays the primary's history and serves reads. */
  REPLICA
}
