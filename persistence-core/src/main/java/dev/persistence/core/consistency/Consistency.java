package dev.persistence.core.consistency;

import dev.persistence.core.Arguments;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How fresh a read must be.
 *
 * <p>It is a demand, not a hint: whoever cannot meet it with a replica reads from the primary or
 * fails. The session guarantees are those of Terry et al., "Session Guarantees for Weakly
 * Consistent Replicated Data" (1994). Immutable.
 */
public final class Consistency {

  /** The kinds of demand. */
  public enum Level {
    /** Only the primary answers. */
    PRIMARY,
    /** The node has seen everything up to a token. */
    AT_LEAST,
    /** The node has seen the session's own writes, and nothing older than its earlier reads. */
    SESSION,
    /** The node's data is at most so old. */
    BOUNDED,
    /** Any node that answers. */
    EVENTUAL
  }

  private static final Duration LONGEST = Duration.ofDays(1);
  private static final Consistency PRIMARY = new Consistency(Level.PRIMARY, Duration.ZERO, null);
  private static final Consistency SESSION = new Consistency(Level.SESSION, Duration.ZERO, null);
  private static final Consistency EVENTUAL = new Consistency(Level.EVENTUAL, Duration.ZERO, null);

  private final Level level;
  private final Duration maxStaleness;
  private final long maxStalenessNanos;
  private final @Nullable ConsistencyToken token;

  private Consistency(Level level, Duration maxStaleness, @Nullable ConsistencyToken token) {
    this.level = level;
    this.maxStaleness = maxStaleness;
    this.maxStalenessNanos = maxStaleness.toNanos();
    this.token = token;
  }

  /** Reads from the primary: linearizable as far as the database itself is. */
  public static Consistency primary() {
    return PRIMARY;
  }

  /** Read-your-writes and monotonic reads within the {@linkplain Session current session}. */
  public static Consistency session() {
    return SESSION;
  }

  /**
   * Reads data that lacks no commit older than the given time.
   *
   * @param maxStaleness more than zero, at most one day
   */
  public static Consistency bounded(Duration maxStaleness) {
    Arguments.inRange("maxStaleness", maxStaleness, Duration.ofNanos(1), LONGEST);
    return new Consistency(Level.BOUNDED, maxStaleness, null);
  }

  /** Reads from any node that is healthy and within the data source's {@code maxLag}. */
  public static Consistency eventual() {
    return EVENTUAL;
  }

  /**
   * Reads data that includes everything the token stands for, which need not include the current
   * session's own writes.
   */
  public static Consistency atLeast(ConsistencyToken token) {
    return new Consistency(Level.AT_LEAST, Duration.ZERO, Arguments.notNull("token", token));
  }

  public Level level() {
    return level;
  }

  /** Returns the bound of a {@link Level#BOUNDED} read; zero for the other levels. */
  public Duration maxStaleness() {
    return maxStaleness;
  }

  /** Returns {@link #maxStaleness()} in nanoseconds, computed once for the hot path. */
  public long maxStalenessNanos() {
    return maxStalenessNanos;
  }

  /** Returns the token of an {@link Level#AT_LEAST} read; null for the other levels. */
  public @Nullable ConsistencyToken token() {
    return token;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Consistency that
        && level == that.level
        && maxStaleness.equals(that.maxStaleness)
        && Objects.equals(token, that.token);
  }

  @Override
  public int hashCode() {
    return Objects.hash(level, maxStaleness, token);
  }

  @Override
  public String toString() {
    return switch (level) {
      case PRIMARY -> "primary";
      case AT_LEAST -> "at least " + token;
      case SESSION -> "session";
      case BOUNDED -> "bounded " + maxStaleness;
      case EVENTUAL -> "eventual";
    };
  }
}
