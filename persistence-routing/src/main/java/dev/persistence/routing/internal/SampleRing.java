package dev.persistence.routing.internal;

import dev.persistence.routing.Position;
import org.jspecify.annotations.Nullable;

/**
 * The primary's recent samples of one epoch, oldest first.
 *
 * <p>Answers two questions: up to which instant does a position reach, and which position bounds an
 * instant. The newest sample is always kept; older ones are thinned so that the ring spans at least
 * {@code capacity × spacing} however often samples are taken. Not thread-safe.
 */
final class SampleRing {

  /** The answer if no sample fits. */
  static final long NEVER = 0;

  private final long spacingNanos;
  private final long[] firstNanos;
  private final long[] sentNanos;
  private final Position[] positions;
  private int first;
  private int size;

  SampleRing(int capacity, long spacingNanos) {
    this.spacingNanos = spacingNanos;
    this.firstNanos = new long[capacity];
    this.sentNanos = new long[capacity];
    this.positions = new Position[capacity];
  }

  void clear() {
    first = 0;
    size = 0;
  }

  /** Adds a sample that was sent after all others. */
  void add(long sent, Position position) {
    if (size > 0 && position.equals(positions[slot(size - 1)])) {
      sentNanos[slot(size - 1)] = sent;
      return;
    }
    boolean crowded =
        size > 1 && sentNanos[slot(size - 1)] - sentNanos[slot(size - 2)] < spacingNanos;
    if (!crowded) {
      if (size == positions.length) {
        first = slot(1);
        size--;
      }
      size++;
    }
    firstNanos[slot(size - 1)] = sent;
    sentNanos[slot(size - 1)] = sent;
    positions[slot(size - 1)] = position;
  }

  /**
   * Returns when the newest sample was sent that the position covers: every commit acknowledged
   * before that instant is within the position. {@link #NEVER} if it covers none.
   */
  long horizon(Position position) {
    int covered = covered(position);
    return covered == 0 ? NEVER : sentNanos[slot(covered - 1)];
  }

  /** Returns since when the primary is known to be beyond the position, or {@link #NEVER}. */
  long missingSince(Position position) {
    int covered = covered(position);
    return covered == size ? NEVER : firstNanos[slot(covered)];
  }

  /** Returns how many samples, from the oldest on, the position covers. */
  private int covered(Position position) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (position.covers(positions[slot(middle)])) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Returns the oldest known position that bounds the instant, or null if none does yet. */
  @Nullable Position bound(long instant) {
    if (newestSent() < instant) {
      return null;
    }
    int index = size - 1;
    while (index > 0 && sentNanos[slot(index - 1)] >= instant) {
      index--;
    }
    return positions[slot(index)];
  }

  /** Returns when the newest sample was sent, or {@link #NEVER}. */
  long newestSent() {
    return size == 0 ? NEVER : sentNanos[slot(size - 1)];
  }

  /** Returns the newest position, or null. */
  @Nullable Position newest() {
    return size == 0 ? null : positions[slot(size - 1)];
  }

  private int slot(int index) {
    return (first + index) % positions.length;
  }
}
