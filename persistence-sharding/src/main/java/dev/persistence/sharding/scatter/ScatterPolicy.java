package dev.persistence.sharding.scatter;

/** What becomes of a scattered query when a shard gives no answer. */
public enum ScatterPolicy {
  /** The query fails, and the other shards are told to stop. */
  ALL_OR_ERROR,
  /**
   * The rows of the others are the result, which names the shards that are missing. A shard that is
   * silent for half of its time while others have more rows than they may keep is one of them, so
   * that those are not missing as well.
   */
  PARTIAL
}
