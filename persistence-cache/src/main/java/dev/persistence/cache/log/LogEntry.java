package dev.persistence.cache.log;

import dev.persistence.core.Arguments;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An operation as a {@link WriteLog} keeps it. Two are equal if their contents are; its text shows
 * neither key nor payload. The array is not copied.
 */
public final class LogEntry {

  private final String key;
  private final byte @Nullable [] payload;
  private final Instant firstSeen;

  /**
   * Makes an entry.
   *
   * @param key the key's text
   * @param payload the value's bytes; null for the removal of the key
   * @param firstSeen when it was accepted; a log may keep it to the millisecond
   */
  public LogEntry(String key, byte @Nullable [] payload, Instant firstSeen) {
    this.key = Arguments.notNull("key", key);
    this.payload = payload;
    this.firstSeen = Arguments.notNull("firstSeen", firstSeen);
  }

  public String key() {
    return key;
  }

  /** Returns the value's bytes; null for the removal of the key. */
  public byte @Nullable [] payload() {
    return payload;
  }

  public Instant firstSeen() {
    return firstSeen;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof LogEntry entry
        && key.equals(entry.key)
        && Arrays.equals(payload, entry.payload)
        && firstSeen.equals(entry.firstSeen);
  }

  @Override
  public int hashCode() {
    return 31 * key.hashCode() + Arrays.hashCode(payload);
  }

  @Override
  public String toString() {
    return (payload == null ? "removal" : payload.length + " bytes") + " first seen " + firstSeen;
  }
}
