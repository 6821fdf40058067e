package dev.persistence.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFileTest {

  @TempDir private Path folder;

  @Test
  void reportIsReadAsItWasWritten() throws IOException {
    Report report = Reports.of(10, 20, 8);
    Path file = folder.resolve("report.json");

    ReportFile.write(report, file);

    assertThat(ReportFile.read(file)).isEqualTo(report);
  }

  @Test
  void otherFileIsToldByItsName() throws IOException {
    Path file = Files.writeString(folder.resolve("other.json"), "{\"standings\": 1}");

    assertThatThrownBy(() -> ReportFile.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("other.json");
  }
}
