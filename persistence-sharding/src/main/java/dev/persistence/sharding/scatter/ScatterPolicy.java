package dev.persistence.sharding.scatter;

/** What becomes of a scattered query when a shard gives no answer. */
public enum ScatterPolicy {
  /** The query fails, and the other shards are told to stop. */
  ALL_OR_ERROR,
  /** The rows of the others are the result, which names the shards that are missing. */
  PARTIAL
}
