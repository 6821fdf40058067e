package dev.persistence.benchmarks.run;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A named choice of contests. */
enum Profile {
  /** All that JMH measures but growth, shortly; fails if a gate is broken. */
  SMOKE(Pace.SHORT, false),
  /** Ours alone and how its cost grows, long enough to be quoted. */
  PATHS(Pace.QUOTABLE, false),
  /** Ours beside the peers, long enough to be quoted. */
  PEERS(Pace.QUOTABLE, false),
  /** Ours beside the peers on real servers, in alternating blocks. */
  DATABASE(Pace.QUOTABLE, true),
  /** The two latter, and how the cost of ours grows. */
  ALL(Pace.QUOTABLE, true);

  private final Pace pace;
  private final boolean servers;

  Profile(Pace pace, boolean servers) {
    this.pace = pace;
    this.servers = servers;
  }

  /**
   * @throws IllegalArgumentException if there is none of that name
   */
  static Profile named(String name) {
    return Arrays.stream(values())
        .filter(profile -> profile.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no run named " + name));
  }

  Pace pace() {
    return pace;
  }

  /** Returns whether the broken gate of a target fails the run. */
  boolean isGated() {
    return this == SMOKE;
  }

  List<MicroContest> microContests() {
    return switch (this) {
      case SMOKE -> MicroContests.all();
      case PATHS ->
          Stream.concat(
                  MicroContests.all().stream().map(MicroContest::oursAlone),
                  MicroContests.growth().stream())
              .toList();
      case PEERS -> MicroContests.all().stream().filter(MicroContest::hasPeers).toList();
      case DATABASE -> List.of();
      case ALL ->
          Stream.concat(MicroContests.all().stream(), MicroContests.growth().stream()).toList();
    };
  }

  List<ServerContest> serverContests() {
    return servers ? List.of(ServerContest.values()) : List.of();
  }
}
