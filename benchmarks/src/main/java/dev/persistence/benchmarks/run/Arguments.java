package dev.persistence.benchmarks.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What a run was called with.
 *
 * @param profile which contests
 * @param only what their titles have, in small letters
 * @param rounds blocks of each contestant on a server
 * @param folder where the report goes
 */
record Arguments(Profile profile, String only, int rounds, Path folder) {

  private static final int ROUNDS = 250;
  private static final Path FOLDER = Path.of("target", "benchmarks");

  /**
   * @throws IllegalArgumentException if they make no sense
   */
  static Arguments of(List<String> words) {
    if (words.size() < 2 || words.size() % 2 != 0 || !words.get(0).equals("run")) {
      throw new IllegalArgumentException("not understood: " + String.join(" ", words));
    }
    String only = "";
    int rounds = ROUNDS;
    Path folder = FOLDER;
    for (int i = 2; i < words.size(); i += 2) {
      String value = words.get(i + 1);
      switch (words.get(i)) {
        case "--only" -> only = value.toLowerCase(Locale.ROOT);
        case "--rounds" -> rounds = positive(value);
        case "--out" -> folder = Path.of(value);
        default -> throw new IllegalArgumentException("there is no " + words.get(i));
      }
    }
    Arguments arguments = new Arguments(Profile.named(words.get(1)), only, rounds, folder);
    if (arguments.microContests().isEmpty() && arguments.serverContests().isEmpty()) {
      throw new IllegalArgumentException(
          "no contest of %s is wanted by --only %s".formatted(words.get(1), only));
    }
    return arguments;
  }

  private static int positive(String rounds) {
    if (!rounds.matches("[1-9][0-9]{0,5}")) {
      throw new IllegalArgumentException(
          "--rounds is " + rounds + ", but a number from 1 to 999999 is needed");
    }
    return Integer.parseInt(rounds);
  }

  /** Returns those wanted that JMH holds. */
  List<MicroContest> microContests() {
    return profile.microContests().stream().filter(contest -> wants(contest.title())).toList();
  }

  /** Returns those wanted that are held on servers. */
  List<ServerContest> serverContests() {
    return profile.serverContests().stream().filter(contest -> wants(contest.name())).toList();
  }

  private boolean wants(String title) {
    return title.toLowerCase(Locale.ROOT).contains(only);
  }

  @Override
  public String toString() {
    return "run "
        + profile.name().toLowerCase(Locale.ROOT)
        + (only.isEmpty() ? "" : " --only \"" + only + "\"")
        + " --rounds "
        + rounds;
  }
}
