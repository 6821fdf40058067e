package dev.persistence.benchmarks.run;

import dev.persistence.benchmarks.report.Difference;
import dev.persistence.benchmarks.report.Environment;
import dev.persistence.benchmarks.report.Page;
import dev.persistence.benchmarks.report.Report;
import dev.persistence.benchmarks.report.ReportFile;
import dev.persistence.benchmarks.report.Standing;
import dev.persistence.benchmarks.report.Target.Outcome;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Runs a named profile and writes what came out as JSON and as a page, or compares two runs.
 *
 * <p>Ends with 0, with 1 if a gate is broken, and with 2 if it was called wrongly or with files
 * that cannot be read.
 */
public final class Benchmarks {

  private static final String USAGE =
      """
      run <smoke|paths|peers|database|all> [--only <text>] [--rounds <n>] [--out <folder>]
          holds the profile's contests, or those whose title has the text; writes <profile>.json
          and <profile>.html to the folder, which is target/benchmarks by default
      compare <before.json> <after.json>
          tells how ours changed from one run to the other""";

  private final PrintStream out;

  Benchmarks(PrintStream out) {
    this.out = out;
  }

  public static void main(String[] arguments) throws Exception {
    System.exit(new Benchmarks(System.out).call(List.of(arguments)));
  }

  int call(List<String> arguments) throws Exception {
    try {
      if (arguments.size() == 3 && arguments.get(0).equals("compare")) {
        return compare(Path.of(arguments.get(1)), Path.of(arguments.get(2)));
      }
      return run(Arguments.of(arguments));
    } catch (IllegalArgumentException wrong) {
      out.println(wrong.getMessage());
      out.println(USAGE);
      return 2;
    }
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

  private int run(Arguments arguments) throws Exception {
    Profile profile = arguments.profile();
    List<MicroContest> wanted =
        profile.microContests().stream()
            .filter(contest -> arguments.wants(contest.title()))
            .toList();
    List<Standing> standings = new ArrayList<>(new MicroRun(profile.pace(), out).hold(wanted));
    for (ServerContest contest : profile.serverContests()) {
      if (arguments.wants(contest.name())) {
        out.println("on servers: " + contest);
        standings.addAll(contest.hold(arguments.rounds()));
      }
    }
    if (standings.isEmpty()) {
      throw new IllegalArgumentException("no contest of " + profile + " is wanted");
    }
    Environment here = Environment.here(arguments.toString());
    Report report = new Report(here, standings);
    return report(profile.isGated() ? checked(report, wanted) : report, arguments);
  }

  /**
   * Holds contests again, for long, in which a gate seems broken: on a busy machine a short run may
   * end before the compiler has begun.
   */
  private Report checked(Report report, List<MicroContest> held) throws RunnerException {
    Set<String> broken =
        Targets.in(report).stream()
            .filter(Outcome::isBroken)
            .map(outcome -> outcome.target().contest())
            .collect(Collectors.toSet());
    List<MicroContest> again =
        held.stream().filter(contest -> broken.contains(contest.title())).toList();
    return report.with(new MicroRun(Pace.QUOTABLE, out).hold(again));
  }

  private int report(Report report, Arguments arguments) throws IOException {
    List<Outcome> outcomes = Targets.in(report);
    String name = arguments.profile().name().toLowerCase(Locale.ROOT);
    Files.createDirectories(arguments.folder());
    Path json = arguments.folder().resolve(name + ".json");
    Path page = arguments.folder().resolve(name + ".html");
    ReportFile.write(report, json);
    Page.write(report, outcomes, page);
    report.standings().forEach(new StandingTable(out)::print);
    out.println();
    outcomes.forEach(out::println);
    out.println(json + " and " + page + " tell it all");
    boolean broken = outcomes.stream().anyMatch(Outcome::isBroken);
    return arguments.profile().isGated() && broken ? 1 : 0;
  }
}
