package dev.persistence.routing.internal;

import dev.persistence.routing.Position;
import org.jspecify.annotations.Nullable;

/**
 * What a session has written and read, as instants of the {@link WatermarkClock}; immutable.
 *
 * <p>A <em>place</em> is a node between two restarts: a node that was restarted may show less than
 * before, so it counts as another place.
 *
 * @param writeNanos when its last write had ended, or {@link SampleRing#NEVER}
 * @param writeEpoch the primary's epoch at that time
 * @param writePosition a position of that epoch that covers every write until {@code writeNanos},
 *     or null if nobody told one
 * @param readPlace where it last read, or {@link #NOWHERE}
 * @param readNanos when its last read had ended
 * @param floorNanos when its last read at any place before {@code readPlace} had ended
 */
record Marks(
    long writeNanos,
    long writeEpoch,
    @Nullable Position writePosition,
    long readPlace,
    long readNanos,
    long floorNanos) {

  static final long NOWHERE = -1;

  static final Marks NONE =
      new Marks(SampleRing.NEVER, 0, null, NOWHERE, SampleRing.NEVER, SampleRing.NEVER);

  /** Adds a write that had ended at the instant. */
  Marks wrote(long nanos, long epoch) {
    return written(nanos, epoch, null);
  }

  /**
   * Adds a write with its position.
   *
   * @param sentNanos an instant before the write was sent
   * @param nanos an instant after it had ended
   * @param position covers the write and every commit that was acknowledged before it was sent
   */
  Marks wrote(long sentNanos, long nanos, long epoch, Position position) {
    if (writeNanos <= sentNanos) {
      return written(nanos, epoch, position);
    }
    Position known = writeEpoch == epoch ? writePosition : null;
    return written(nanos, epoch, known == null ? null : known.merge(position));
  }

  private Marks written(long nanos, long epoch, @Nullable Position position) {
    return new Marks(
        Math.max(writeNanos, nanos), epoch, position, readPlace, readNanos, floorNanos);
  }

  Marks read(long place, long nanos) {
    long floor = place == readPlace ? floorNanos : Math.max(floorNanos, readNanos);
    return new Marks(
        writeNanos, writeEpoch, writePosition, place, Math.max(readNanos, nanos), floor);
  }

  /** Tells whether a node that has replayed up to the position, in the epoch, has all writes. */
  boolean isWrittenWithin(@Nullable Position replayed, long epoch) {
    return writePosition != null
        && replayed != null
        && writeEpoch == epoch
        && replayed.covers(writePosition);
  }

  /** Returns the horizon a place must have so that this session unreads nothing there. */
  long neededByReads(long place) {
    return place == readPlace ? floorNanos : readNanos;
  }

  /** Returns the horizon with which any place will do. */
  long neededAnywhere() {
    return Math.max(writeNanos, readNanos);
  }
}
