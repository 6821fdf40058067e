package dev.persistence.testkit.fault;

import dev.persistence.core.Arguments;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * A way in which a {@link TcpProxy} mistreats its connections. Immutable; one value may be in force
 * on many proxies.
 *
 * <p>Those that have a direction hold for both unless {@link Flowing#only} narrows them.
 */
public sealed interface NetworkFault {

  /** A fault of the bytes that flow in a direction. */
  sealed interface Flowing extends NetworkFault {

    /** Returns the directions that it holds for. */
    Set<Direction> directions();

    /** Returns this fault for one direction alone. */
    Flowing only(Direction direction);
  }

  /** Every byte arrives later by this much; the throughput stays what it is. */
  static Latency latency(Duration delay) {
    return new Latency(delay, Duration.ZERO, both());
  }

  /** At most so many bytes flow each second, evenly. */
  static Bandwidth bandwidth(long bytesPerSecond) {
    return new Bandwidth(bytesPerSecond, both());
  }

  /** Bytes are passed on in segments of at most this size. */
  static Slices slices(int bytes) {
    return new Slices(bytes, Duration.ZERO, both());
  }

  /**
   * Nothing flows and nothing tells so: no FIN, no RST. In one direction it makes a half-open
   * connection. Healed, the bytes held back arrive, as they do by retransmission.
   */
  static Silence silence() {
    return new Silence(both());
  }

  /** The end of a stream (FIN) is passed on later by this much, the bytes before it are not. */
  static SlowClose slowClose(Duration delay) {
    return new SlowClose(delay, both());
  }

  /** Each connection is closed after so many more bytes of a direction, perhaps amid a message. */
  static Truncate truncateAfter(long bytes) {
    return new Truncate(bytes, false, both());
  }

  /**
   * The network is cut and nobody is told: {@link #silence} in both directions, and new connections
   * are accepted but never reach the server until healed.
   */
  static BlackHole blackHole() {
    return new BlackHole();
  }

  /** New connections are refused as if nothing listened; those that exist live on. */
  static Refuse refuse() {
    return new Refuse();
  }

  /** All connections are cut by RST, and so is each new one as soon as it is accepted. */
  static Reset reset() {
    return new Reset();
  }

  private static Set<Direction> both() {
    return EnumSet.allOf(Direction.class);
  }

  /** See {@link NetworkFault#latency}. Jitter adds 0 up to so much to each segment, in order. */
  record Latency(Duration delay, Duration jitter, Set<Direction> directions) implements Flowing {
    public Latency {
      Limits.duration("delay", delay);
      Limits.duration("jitter", jitter);
      directions = Limits.directions(directions);
    }

    public Latency jitter(Duration jitter) {
      return new Latency(delay, jitter, directions);
    }

    @Override
    public Latency only(Direction direction) {
      return new Latency(delay, jitter, Limits.only(direction));
    }
  }

  /** See {@link NetworkFault#bandwidth}. */
  record Bandwidth(long bytesPerSecond, Set<Direction> directions) implements Flowing {
    public Bandwidth {
      Arguments.inRange("bytesPerSecond", bytesPerSecond, 1, Long.MAX_VALUE);
      directions = Limits.directions(directions);
    }

    @Override
    public Bandwidth only(Direction direction) {
      return new Bandwidth(bytesPerSecond, Limits.only(direction));
    }
  }

  /** See {@link NetworkFault#slices}. A pause between them keeps the receiver from joining them. */
  record Slices(int bytes, Duration pause, Set<Direction> directions) implements Flowing {
    public Slices {
      Arguments.inRange("bytes", bytes, 1, Integer.MAX_VALUE);
      Limits.duration("pause", pause);
      directions = Limits.directions(directions);
    }

    public Slices pause(Duration pause) {
      return new Slices(bytes, pause, directions);
    }

    @Override
    public Slices only(Direction direction) {
      return new Slices(bytes, pause, Limits.only(direction));
    }
  }

  /** See {@link NetworkFault#silence}. */
  record Silence(Set<Direction> directions) implements Flowing {
    public Silence {
      directions = Limits.directions(directions);
    }

    @Override
    public Silence only(Direction direction) {
      return new Silence(Limits.only(direction));
    }
  }

  /** See {@link NetworkFault#slowClose}. */
  record SlowClose(Duration delay, Set<Direction> directions) implements Flowing {
    public SlowClose {
      Limits.duration("delay", delay);
      directions = Limits.directions(directions);
    }

    @Override
    public SlowClose only(Direction direction) {
      return new SlowClose(delay, Limits.only(direction));
    }
  }

  /** See {@link NetworkFault#truncateAfter}. Closed by FIN, or by RST if asked. */
  record Truncate(long bytes, boolean byReset, Set<Direction> directions) implements Flowing {
    public Truncate {
      Arguments.inRange("bytes", bytes, 0, Long.MAX_VALUE);
      directions = Limits.directions(directions);
    }

    public Truncate withReset() {
      return new Truncate(bytes, true, directions);
    }

    @Override
    public Truncate only(Direction direction) {
      return new Truncate(bytes, byReset, Limits.only(direction));
    }
  }

  /** See {@link NetworkFault#blackHole}. */
  record BlackHole() implements NetworkFault {}

  /** See {@link NetworkFault#refuse}. */
  record Refuse() implements NetworkFault {}

  /** See {@link NetworkFault#reset}. */
  record Reset() implements NetworkFault {}
}
