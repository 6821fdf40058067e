package dev.persistence.routing;

/** What a selector may know of a replica; values are live and may change between two reads. */
public interface ReplicaLoad {

  String name();

  /** Returns the configured weight, 1 to 100. */
  int weight();

  /**
   * Returns the share of the reads that the node should get relative to the others, more than 0:
   * its weight, or less of it while it is new to its work. A node that comes back grows from a
   * tenth of its weight to all of it within 10 s.
   */
  double share();

  /** Returns the zone that was given for the node, or an empty text if none was. */
  String zone();

  /** Returns how many connections of this node are borrowed now. */
  int inFlight();

  /**
   * Returns the peak-sensitive moving average of the time to the first response, in nanoseconds; 0
   * before the first one.
   */
  long latencyNanos();
}
