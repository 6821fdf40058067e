package dev.persistence.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BenchmarksTest {

  @TempDir private Path folder;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final Benchmarks benchmarks =
      new Benchmarks(new PrintStream(printed, true, StandardCharsets.UTF_8));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "run",
        "run nothing",
        "run smoke --only",
        "run smoke --fast yes",
        "run database --rounds 0",
        "run database --rounds many",
        "run smoke --only nosuchcontest",
        "compare one.json"
      })
  void callThatMakesNoSenseEndsWithTheUsage(String call) throws Exception {
    assertThat(benchmarks.call(List.of(call.split(" ")))).isEqualTo(2);
    assertThat(printed.toString(StandardCharsets.UTF_8)).contains("run <smoke|paths|peers");
  }

  @Test
  void whatIsWrongIsNamed() throws Exception {
    benchmarks.call(List.of("run", "nothing"));
    benchmarks.call(List.of("run", "smoke", "--rounds", "many"));

    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("there is no run named nothing", "--rounds is many, but a number from 1");
  }

  /** A broken gate alone ends with 1. */
  @ParameterizedTest
  @ValueSource(strings = {"", "null", "[1]", "{\"standings\": []}", "no report\nbut a text"})
  void fileThatCannotBeComparedIsToldInALine(String content) throws Exception {
    Path file = Files.writeString(folder.resolve("other.json"), content);

    assertThat(benchmarks.call(List.of("compare", file.toString(), file.toString()))).isEqualTo(2);
    assertThat(lines()).singleElement().asString().contains("other.json is no report");
  }

  @Test
  void fileThatIsMissingIsToldInALine() throws Exception {
    String none = folder.resolve("none.json").toString();

    assertThat(benchmarks.call(List.of("compare", none, none))).isEqualTo(2);
    assertThat(lines()).containsExactly(none + " is not there");
  }

  @Test
  void folderThatCannotBeMadeIsToldBeforeAnythingIsHeld() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));

    assertThat(benchmarks.call(List.of("run", "all", "--out", file.toString()))).isEqualTo(2);
    assertThat(lines()).first().isEqualTo("--out cannot be made a folder: " + file);
    assertThat(lines()).noneMatch(line -> line.startsWith("by JMH"));
  }

  private List<String> lines() {
    return printed.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void contestIsWantedByAPartOfItsTitle() {
    Arguments arguments = Arguments.of(List.of("run", "smoke", "--only", "REDIS"));

    assertThat(arguments.serverContests()).isEmpty();
    assertThat(arguments.microContests())
        .extracting(MicroContest::title)
        .containsExactly(MicroContests.STORED, MicroContests.HUNDRED);
  }

  @Test
  void oursAloneHasNoPeers() {
    assertThat(Profile.PATHS.microContests())
        .isNotEmpty()
        .noneMatch(MicroContest::hasPeers)
        .noneMatch(contest -> contest.entries().isEmpty());
  }
}
