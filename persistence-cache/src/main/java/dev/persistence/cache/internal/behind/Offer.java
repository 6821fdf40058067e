package dev.persistence.cache.internal.behind;

/** What became of an operation that was offered to a stripe. */
enum Offer {
  /** It waits. */
  ADDED,
  /** It waits in the place of an older one of its key. */
  REPLACED,
  /** Its caller has the key for itself, and must release it. */
  CLAIMED,
  /** Nothing: its key is clean, and there was no place for it. */
  REFUSED
}
