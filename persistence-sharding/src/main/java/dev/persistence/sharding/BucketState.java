package dev.persistence.sharding;

/** What may be done with the rows of a bucket while it is on its way to another shard. */
public enum BucketState {

  /** Read and written at its owner; the state of every bucket that nobody moves. */
  SERVING,

  /** Read and written at its owner, while its rows are copied to another shard. */
  MOVING,

  /** Read at its owner, where writes are refused until the bucket is assigned again. */
  FENCED
}
