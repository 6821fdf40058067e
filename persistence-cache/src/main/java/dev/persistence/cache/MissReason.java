package dev.persistence.cache;

/** Why a value had to be loaded, or could not be found. */
public enum MissReason {
  /** Never asked for before, as far as is known. */
  COLD,
  /** Dropped for want of room. */
  EVICTED,
  /** Too old. */
  EXPIRED,
  /** Changed a moment ago, or being changed. */
  INVALIDATED,
  /** The channel of announcements was interrupted, so that what was near could not be trusted. */
  CHANNEL,
  /** The stored bytes were not ours, or of another schema, or damaged. */
  DECODE,
  /** The store did not answer. */
  STORE_DOWN
}
