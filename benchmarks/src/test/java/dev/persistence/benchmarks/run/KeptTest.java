package dev.persistence.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.benchmarks.report.Figure;
import dev.persistence.benchmarks.report.ReportFile;
import dev.persistence.benchmarks.report.Spread;
import dev.persistence.benchmarks.report.Standing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptTest {

  @TempDir private Path folder;

  private Kept kept(Path out) {
    return Kept.in(Arguments.of(List.of("run", "database", "--out", out.toString())));
  }

  private static Standing standing(String title, double value) {
    Spread exact = new Spread(value, value, value);
    return new Standing(
        title, "µs", List.of(new Figure("ours", true, exact, exact.over(exact), null, Map.of())));
  }

  /** Whatever fails after it. */
  @Test
  void whatWasHeldIsInTheFilesAtOnce() throws IOException {
    Path out = folder.resolve("a").resolve("new folder");
    Kept kept = kept(out);
    Standing first = standing("first", 1);
    Standing second = standing("second", 2);
    Standing third = standing("third", 3);

    kept.add(List.of(first));

    assertThat(ReportFile.read(out.resolve("database.json")).standings()).containsExactly(first);
    assertThat(out.resolve("database.html")).content().contains("first").doesNotContain("second");

    kept.add(List.of(second, third));

    assertThat(ReportFile.read(out.resolve("database.json")).standings())
        .containsExactly(first, second, third);
    assertThat(out.resolve("database.html")).content().contains("first", "second", "third");
    assertThat(kept.report().environment().command()).startsWith("run database");
  }

  @Test
  void whatIsHeldAgainTakesItsPlace() throws IOException {
    Kept kept = kept(folder);
    kept.add(List.of(standing("first", 1), standing("second", 2)));

    kept.replace(standing("first", 9));

    assertThat(ReportFile.read(folder.resolve("database.json")).standings())
        .containsExactly(standing("first", 9), standing("second", 2));
  }

  @Test
  void folderIsCheckedBeforeAnythingIsHeld() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    Files.createDirectories(folder.resolve("taken").resolve("database.html"));

    for (Path wrong : List.of(file, file.resolve("below"), folder.resolve("taken"))) {
      assertThatThrownBy(() -> kept(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(wrong.toString());
    }
    assertThat(folder.resolve("taken").resolve("database.json")).doesNotExist();
  }
}
