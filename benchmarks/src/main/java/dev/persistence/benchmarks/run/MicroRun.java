package dev.persistence.benchmarks.run;

import dev.persistence.benchmarks.report.Figure;
import dev.persistence.benchmarks.report.Spread;
import dev.persistence.benchmarks.report.Standing;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.util.Statistics;

/**
 * Has JMH hold a contest.
 *
 * @param pace how long each benchmark runs
 * @param out where it says what runs
 */
record MicroRun(Pace pace, PrintStream out) {

  private static final String ALLOCATED = "gc.alloc.rate.norm";

  /** Returns the standing of the contest, all of one run. */
  Standing hold(MicroContest contest) throws RunnerException {
    Map<String, List<Entry>> byBenchmark =
        contest.entries().stream()
            .collect(
                Collectors.groupingBy(Entry::benchmark, LinkedHashMap::new, Collectors.toList()));
    List<RunResult> results = new ArrayList<>();
    for (Map.Entry<String, List<Entry>> each : byBenchmark.entrySet()) {
      out.println("by JMH: " + each.getKey());
      results.addAll(run(each.getKey(), each.getValue()));
    }
    return standing(contest, results);
  }

  private Collection<RunResult> run(String benchmark, List<Entry> entries) throws RunnerException {
    ChainedOptionsBuilder options = pace.options().include("\\." + Pattern.quote(benchmark) + "$");
    Map<String, List<String>> values = new TreeMap<>();
    for (Entry entry : entries) {
      String parameter = entry.parameter();
      if (parameter != null) {
        int equals = parameter.indexOf('=');
        values
            .computeIfAbsent(parameter.substring(0, equals), name -> new ArrayList<>())
            .add(parameter.substring(equals + 1));
      }
    }
    values.forEach((name, chosen) -> options.param(name, chosen.toArray(String[]::new)));
    return new Runner(options.build()).run();
  }

  private static Standing standing(MicroContest contest, List<RunResult> results) {
    Spread measure = spread(result(contest.entries().get(0), results));
    List<Figure> figures = new ArrayList<>();
    for (Entry entry : contest.entries()) {
      RunResult result = result(entry, results);
      Spread value = spread(result);
      figures.add(
          new Figure(
              entry.name(), entry.ours(), value, value.over(measure), bytes(result), Map.of()));
    }
    return new Standing(contest.title(), contest.unit(), figures);
  }

  private static RunResult result(Entry entry, List<RunResult> results) {
    return results.stream()
        .filter(result -> entry.is(result.getParams()))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("JMH has no result of " + entry));
  }

  private static Spread spread(RunResult result) {
    Statistics seen = result.getPrimaryResult().getStatistics();
    return new Spread(seen.getMin(), seen.getMean(), seen.getMax());
  }

  private static @Nullable Double bytes(RunResult result) {
    Result<?> allocated = result.getSecondaryResults().get(ALLOCATED);
    return allocated == null ? null : allocated.getScore();
  }
}
