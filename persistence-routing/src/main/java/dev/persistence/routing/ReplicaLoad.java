package dev.persistence.routing;

/** What a selector may know of a replica; values are live and may change between two reads. */
public interface ReplicaLoad {

  String name();

  /** Returns the configured weight, 1 to 100. */
  int weight();

  /** Returns how many connections of this node are borrowed now. */
  int inFlight();

  /**
   * Returns the peak-sensitive moving average of the time to the first response, in nanoseconds; 0
   * before the first one.
   */
  long latencyNanos();
}
