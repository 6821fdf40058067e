package dev.persistence.cache;

import dev.persistence.core.Arguments;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a loader tells about the value it loads. Used by one load. */
public final class LoadContext {

  private static final Duration LONGEST = Duration.ofDays(365);

  private @Nullable Duration ttl;
  private long version = -1;

  /** Makes a context, for those who call a loader themselves. */
  public LoadContext() {}

  /** Sets how long this value is fresh, instead of the cache's time; 1 ms to 365 days. */
  public void ttl(Duration ttl) {
    this.ttl = Arguments.inRange("ttl", ttl, Duration.ofMillis(1), LONGEST);
  }

  /** Sets the value's version, which grows with each change, such as the row's; 0 or more. */
  public void version(long version) {
    this.version = Arguments.inRange("version", version, 0, Long.MAX_VALUE);
  }

  /** Returns the time that was set, or null. */
  public @Nullable Duration ttl() {
    return ttl;
  }

  /** Returns the version that was set, or -1. */
  public long version() {
    return version;
  }
}
