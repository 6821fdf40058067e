package dev.persistence.cache.store;

import java.time.Duration;

/**
 * A value to store.
 *
 * @param id whose value it is
 * @param token of the lease or fence under which it was obtained
 * @param frame the bytes; nobody changes them
 * @param keep how long the store keeps it
 * @param version grows with each change of the value, or {@link #NO_VERSION}
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody; it is written and forgotten.
public record Fill(String id, String token, byte[] frame, Duration keep, long version) {

  /** Stands for a version that is not known; known ones are 0 or more. */
  public static final long NO_VERSION = -1;
}
