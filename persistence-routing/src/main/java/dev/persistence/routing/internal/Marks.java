package dev.persistence.routing.internal;

/**
 * What a session has written and read, as instants of the {@link WatermarkClock}; immutable.
 *
 * <p>A <em>place</em> is a node between two restarts: a node that was restarted may show less than
 * before, so it counts as another place.
 *
 * @param writeNanos when its last write had ended, or {@link SampleRing#NEVER}
 * @param writeEpoch the primary's epoch at that time
 * @param readPlace where it last read, or {@link #NOWHERE}
 * @param readNanos when its last read had ended
 * @param floorNanos when its last read at any place before {@code readPlace} had ended
 */
record Marks(long writeNanos, long writeEpoch, long readPlace, long readNanos, long floorNanos) {

  static final long NOWHERE = -1;

  static final Marks NONE =
      new Marks(SampleRing.NEVER, 0, NOWHERE, SampleRing.NEVER, SampleRing.NEVER);

  Marks wrote(long nanos, long epoch) {
    return new Marks(Math.max(writeNanos, nanos), epoch, readPlace, readNanos, floorNanos);
  }

  Marks read(long place, long nanos) {
    long floor = place == readPlace ? floorNanos : Math.max(floorNanos, readNanos);
    return new Marks(writeNanos, writeEpoch, place, Math.max(readNanos, nanos), floor);
  }

  /** Returns the horizon a place must have so that this session sees no less than before. */
  long needed(long place) {
    return Math.max(writeNanos, place == readPlace ? floorNanos : readNanos);
  }

  /** Returns the horizon with which any place will do. */
  long neededAnywhere() {
    return Math.max(writeNanos, readNanos);
  }
}
