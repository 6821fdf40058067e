package dev.persistence.benchmarks.run;

import dev.persistence.benchmarks.report.Difference;
import dev.persistence.benchmarks.report.ReportFile;
import dev.persistence.benchmarks.report.Target.Outcome;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Runs a named profile and writes what came out as JSON and as a page, or compares two runs.
 *
 * <p>Ends with 0, with 1 if a gate is broken, and with 2 if it was called wrongly or with files
 * that cannot be read or written. What was held is in the files even if a later contest fails.
 */
public final class Benchmarks {

  private static final String USAGE =
      """
      run <smoke|paths|peers|database|all> [--only <text>] [--rounds <n>] [--out <folder>]
          holds the profile's contests, or those whose title has the text; writes <profile>.json
          and <profile>.html to the folder, which is target/benchmarks by default
      compare <before.json> <after.json>
          tells how ours changed from one run to the other\
      """;

  private final PrintStream out;

  Benchmarks(PrintStream out) {
    this.out = out;
  }

  public static void main(String[] arguments) throws Exception {
    System.exit(new Benchmarks(System.out).call(List.of(arguments)));
  }

  int call(List<String> words) throws Exception {
    Arguments arguments;
    Kept kept;
    try {
      if (words.size() == 3 && words.get(0).equals("compare")) {
        return compare(Path.of(words.get(1)), Path.of(words.get(2)));
      }
      arguments = Arguments.of(words);
      kept = Kept.in(arguments);
    } catch (IllegalArgumentException wrong) {
      out.println(wrong.getMessage());
      out.println(USAGE);
      return 2;
    }
    hold(arguments, kept);
    return tell(arguments, kept);
  }

  private int compare(Path before, Path after) {
    try {
      new Difference(ReportFile.read(before), ReportFile.read(after)).lines().forEach(out::println);
      return 0;
    } catch (IOException unreadable) {
      out.println(unreadable.getMessage());
      return 2;
    }
  }

  private void hold(Arguments arguments, Kept kept) throws Exception {
    MicroRun run = new MicroRun(arguments.profile().pace(), out);
    List<MicroContest> contests = arguments.microContests();
    for (MicroContest contest : contests) {
      kept.add(List.of(run.hold(contest)));
    }
    for (ServerContest contest : arguments.serverContests()) {
      out.println("on servers: " + contest);
      kept.add(contest.hold(arguments.rounds()));
    }
    if (arguments.profile().isGated()) {
      check(kept, contests);
    }
  }

  /**
   * Holds contests again, for long, in which a gate seems broken: on a busy machine a short run may
   * end before the compiler has begun, and a long one may have bad luck, but hardly twice. Only
   * those take part whom the contest's targets look at, and the measure: all of a contest of many
   * would last longer than the whole short run.
   */
  private void check(Kept kept, List<MicroContest> held) throws IOException, RunnerException {
    MicroRun run = new MicroRun(Pace.QUOTABLE, out);
    for (int again = 0; again < 2; again++) {
      Set<String> broken = Targets.brokenIn(kept.report());
      for (MicroContest contest : held) {
        if (broken.contains(contest.title())) {
          kept.replace(run.hold(contest.among(Targets.namesIn(contest.title()))));
        }
      }
    }
  }

  private int tell(Arguments arguments, Kept kept) {
    List<Outcome> outcomes = Targets.in(kept.report());
    kept.report().standings().forEach(new StandingTable(out)::print);
    out.println();
    outcomes.forEach(out::println);
    out.println(kept + " tell it all");
    boolean broken = outcomes.stream().anyMatch(Outcome::isBroken);
    return arguments.profile().isGated() && broken ? 1 : 0;
  }
}
