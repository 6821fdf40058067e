package dev.persistence.cache.internal.behind;

/** What became of an operation that failed alone. */
enum Verdict {
  /** A newer operation of the key has taken its place. */
  REPLACED,
  /** It is tried again later. */
  SUSPECT,
  /** It is a dead letter. */
  DEAD
}
