package dev.persistence.core.keyset;

import dev.persistence.core.Arguments;
import dev.persistence.core.TimeSource;
import java.time.Duration;
import java.util.List;

/**
 * Says when work that can wait must wait; asked before each batch.
 *
 * <p>A throttle that cannot tell answers with a pause, and one that throws ends the walk: work that
 * can wait never goes on in doubt. Implementations are thread-safe and answer soon.
 */
@FunctionalInterface
public interface Throttle {

  /**
   * Tells how long to wait before the next batch, after which it is asked again.
   *
   * @param rows how many rows were read since the last question; 0 when asked again
   */
  Pause ask(long rows);

  /** What a throttle spares, for metrics; {@link Pause#reason} tells people more. */
  enum Cause {
    /** No more rows a second than were allowed. */
    RATE,
    /** A replica is behind, or it is not known how far. */
    REPLICA_LAG,
    /** Sessions wait for locks, or it is not known how many. */
    LOCK_WAITERS,
    /** A pool of connections has few left. */
    POOL,
    /** Anything else. */
    OTHER
  }

  /**
   * An answer of a throttle.
   *
   * @param atLeast zero to go on at once, at most one day
   * @param reason for the log and the report; empty to go on
   * @param cause for metrics; means nothing to go on
   */
  record Pause(Duration atLeast, String reason, Cause cause) {

    private static final Duration LONGEST = Duration.ofDays(1);
    private static final Pause NONE = new Pause(Duration.ZERO, "", Cause.OTHER);

    public Pause {
      Arguments.inRange("atLeast", atLeast, Duration.ZERO, LONGEST);
      Arguments.notNull("reason", reason);
      Arguments.notNull("cause", cause);
    }

    /** An answer whose cause is none of those that are named. */
    public Pause(Duration atLeast, String reason) {
      this(atLeast, reason, Cause.OTHER);
    }

    /** Returns the answer "go on". */
    public static Pause none() {
      return NONE;
    }

    public boolean isNone() {
      return atLeast.isZero();
    }
  }

  /** Never waits. */
  static Throttle none() {
    return rows -> Pause.none();
  }

  /** Asks all of them each time and waits for the one that wants the longest pause. */
  static Throttle all(Throttle... throttles) {
    List<Throttle> each = Arguments.listOf("throttles", throttles);
    return rows -> {
      Pause longest = Pause.none();
      for (Throttle throttle : each) {
        Pause pause = throttle.ask(rows);
        if (pause.atLeast().compareTo(longest.atLeast()) > 0) {
          longest = pause;
        }
      }
      return longest;
    };
  }

  /**
   * Lets this many rows through in a second, over all walks that share the throttle.
   *
   * @param rowsPerSecond 1 to 1,000,000,000
   */
  static Throttle rate(long rowsPerSecond) {
    return rate(rowsPerSecond, TimeSource.system());
  }

  /** As {@link #rate(long)}, measured on the given time. */
  static Throttle rate(long rowsPerSecond, TimeSource timeSource) {
    return new RateThrottle(rowsPerSecond, timeSource);
  }
}
