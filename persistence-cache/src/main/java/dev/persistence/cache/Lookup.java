package dev.persistence.cache;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the tiers have for a key, without a load. Immutable.
 *
 * @param state whether there is something, and how good it is
 * @param tier where it was found; null if absent
 * @param value the value; null if absent or negative
 * @param age the time since it was loaded; zero if absent
 * @param version its version, or -1 if it has none
 * @param <V> the values
 */
public record Lookup<V>(
    State state, @Nullable Tier tier, @Nullable V value, Duration age, long version) {

  /** How good a value is. */
  public enum State {
    /** A value within its time to live. */
    FRESH,
    /** A value that is too old, served only while the loader fails or is slow. */
    STALE,
    /** Known not to exist. */
    NEGATIVE,
    /** Nothing is known. */
    ABSENT
  }

  /** Where a value is kept. */
  public enum Tier {
    /** In this process. */
    NEAR,
    /** In the store that all nodes share. */
    STORE
  }

  /** Returns the answer "nothing is known". */
  public static <V> Lookup<V> absent() {
    return new Lookup<>(State.ABSENT, null, null, Duration.ZERO, -1);
  }

  /** Tells nothing of the value, which may be personal. */
  @Override
  public String toString() {
    return "Lookup[" + state + (tier == null ? "" : " in " + tier + ", " + age + " old") + "]";
  }
}
