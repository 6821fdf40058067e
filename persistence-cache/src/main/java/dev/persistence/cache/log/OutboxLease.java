package dev.persistence.cache.log;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one log has seen of the lease of one stripe. No clocks are compared: an owner renews by
 * moving a number, and whoever sees the number stand still for the owner's time may take it. The
 * owner counts from before it moved the number, the others from after, so there is one at a time.
 *
 * @param owner who has it; empty if nobody
 * @param beat moved with every change
 * @param millis for how long the owner has it
 * @param sinceNanos since when this log has seen it so
 */
record OutboxLease(String owner, long beat, long millis, long sinceNanos) {

  /** Returns what is known now, given what was known before and this reading. */
  OutboxLease orEarlier(@Nullable OutboxLease before) {
    boolean same = before != null && before.owner.equals(owner) && before.beat == beat;
    return same && before != null ? before : this;
  }

  /** Returns what another owner, or the same one again, wants it to be. */
  OutboxLease ownedBy(String other, Duration time) {
    return new OutboxLease(other, beat, time.toMillis(), sinceNanos);
  }

  boolean mayBeTakenBy(String other) {
    return owner.isEmpty()
        || owner.equals(other)
        || System.nanoTime() - sinceNanos > Duration.ofMillis(millis).toNanos();
  }
}
