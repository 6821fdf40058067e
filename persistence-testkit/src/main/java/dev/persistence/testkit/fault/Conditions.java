package dev.persistence.testkit.fault;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All faults in force on a proxy at one time, in the form in which connections ask for them.
 * Immutable; compared by identity, so that the same faults applied anew count anew.
 */
final class Conditions {

  /** The faults of one direction; null where there is none. */
  record Flow(
      NetworkFault.@Nullable Latency latency,
      NetworkFault.@Nullable Bandwidth bandwidth,
      NetworkFault.@Nullable Slices slices,
      NetworkFault.@Nullable SlowClose slowClose,
      NetworkFault.@Nullable Truncate truncate,
      boolean silent) {

    /** Returns how long after its arrival a segment is due. */
    long delayNanos(double jitterShare) {
      return latency == null
          ? 0
          : latency.delay().toNanos() + (long) (latency.jitter().toNanos() * jitterShare);
    }

    long closeDelayNanos() {
      return slowClose == null ? 0 : slowClose.delay().toNanos();
    }

    /** Returns how many of these bytes go out in one write; a twentieth of a second's at most. */
    int segment(int bytes) {
      long most = bytes;
      if (bandwidth != null) {
        most = Math.min(most, Math.max(1, bandwidth.bytesPerSecond() / 20));
      }
      return (int) (slices == null ? most : Math.min(most, slices.bytes()));
    }

    /** Returns how long the line is busy with a segment. */
    long busyNanos(int bytes) {
      long nanos = slices == null ? 0 : slices.pause().toNanos();
      return bandwidth == null ? nanos : nanos + (long) (bytes * 1e9 / bandwidth.bytesPerSecond());
    }
  }

  private final List<NetworkFault> faults;
  private final Flow toServer;
  private final Flow toClient;

  Conditions(List<NetworkFault> faults) {
    this.faults = List.copyOf(faults);
    if (Set.copyOf(faults).size() < faults.size()) {
      throw doubled();
    }
    this.toServer = compile(Direction.TO_SERVER);
    this.toClient = compile(Direction.TO_CLIENT);
  }

  Flow flow(Direction direction) {
    return direction == Direction.TO_SERVER ? toServer : toClient;
  }

  private Flow compile(Direction direction) {
    return new Flow(
        find(NetworkFault.Latency.class, direction),
        find(NetworkFault.Bandwidth.class, direction),
        find(NetworkFault.Slices.class, direction),
        find(NetworkFault.SlowClose.class, direction),
        find(NetworkFault.Truncate.class, direction),
        blackHole() || find(NetworkFault.Silence.class, direction) != null);
  }

  private <T extends NetworkFault.Flowing> @Nullable T find(Class<T> kind, Direction direction) {
    T found = null;
    for (NetworkFault fault : faults) {
      if (kind.isInstance(fault) && kind.cast(fault).directions().contains(direction)) {
        if (found != null) {
          throw doubled();
        }
        found = kind.cast(fault);
      }
    }
    return found;
  }

  private IllegalArgumentException doubled() {
    return new IllegalArgumentException(
        "faults are " + faults + "; allowed: one of a kind for each direction");
  }

  boolean blackHole() {
    return has(NetworkFault.BlackHole.class);
  }

  boolean refuses() {
    return has(NetworkFault.Refuse.class);
  }

  boolean resets() {
    return has(NetworkFault.Reset.class);
  }

  private boolean has(Class<? extends NetworkFault> kind) {
    return faults.stream().anyMatch(kind::isInstance);
  }

  @Override
  public String toString() {
    return faults.isEmpty() ? "healthy" : faults.toString();
  }
}
