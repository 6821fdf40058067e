package dev.persistence.routing;

import dev.persistence.core.Arguments;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one node said about itself in one round trip.
 *
 * @param writable true on a primary, false on a replica
 * @param epoch the generation of the primary whose history the node follows, or {@link
 *     #UNKNOWN_EPOCH}
 * @param position on a primary, at or beyond every commit that was acknowledged before the sample
 *     was sent; on a replica, at or before what a query sent after the sample can see
 * @param settled on a primary whose position may lie beyond anything a replica can reach yet, a
 *     lower position that bounds older commits; else null
 */
public record NodeSample(
    boolean writable, long epoch, Position position, @Nullable Settled settled) {

  /** The epoch of a node that follows no primary at the moment. */
  public static final long UNKNOWN_EPOCH = -1;

  /**
   * A position at or beyond every commit that was acknowledged some time before the sample was
   * sent.
   *
   * @param position the position
   * @param age how long before
   */
  public record Settled(Position position, Duration age) {

    public Settled {
      Arguments.notNull("position", position);
      Arguments.inRange("age", age, Duration.ZERO, Duration.ofHours(1));
    }
  }

  public NodeSample {
    Arguments.inRange("epoch", epoch, UNKNOWN_EPOCH, Long.MAX_VALUE);
    Arguments.notNull("position", position);
  }
}
