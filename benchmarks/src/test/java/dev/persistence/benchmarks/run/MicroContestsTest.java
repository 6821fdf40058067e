package dev.persistence.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

class MicroContestsTest {

  private static final Set<BenchmarkListEntry> BENCHMARKS =
      BenchmarkList.defaultList()
          .getAll(
              OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT), List.of());

  private static List<MicroContest> contests() {
    return Stream.of(MicroContests.all(), MicroContests.growth()).flatMap(List::stream).toList();
  }

  private static List<Entry> entries() {
    return contests().stream().flatMap(contest -> contest.entries().stream()).toList();
  }

  @Test
  void everyContestantIsABenchmark() {
    assertThat(entries()).isNotEmpty().allMatch(MicroContestsTest::isThere);
  }

  private static boolean isThere(Entry entry) {
    return BENCHMARKS.stream()
        .filter(benchmark -> benchmark.getUsername().endsWith("." + entry.benchmark()))
        .anyMatch(benchmark -> hasParameter(benchmark, entry.parameter()));
  }

  private static boolean hasParameter(BenchmarkListEntry benchmark, @Nullable String parameter) {
    Map<String, String[]> parameters = benchmark.getParams().orElse(Map.of());
    if (parameter == null) {
      return parameters.isEmpty();
    }
    int equals = parameter.indexOf('=');
    String[] values = parameters.getOrDefault(parameter.substring(0, equals), new String[0]);
    return List.of(values).contains(parameter.substring(equals + 1));
  }

  @Test
  void everyBenchmarkTakesPart() {
    Set<String> there = entries().stream().map(Entry::benchmark).collect(Collectors.toSet());

    assertThat(BENCHMARKS)
        .isNotEmpty()
        .allMatch(
            benchmark -> there.stream().anyMatch(name -> benchmark.getUsername().endsWith(name)));
  }

  @Test
  void titlesAreUnique() {
    assertThat(contests()).extracting(MicroContest::title).doesNotHaveDuplicates();
  }
}
