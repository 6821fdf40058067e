package dev.persistence.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportFileTest {

  private final Report report = Reports.of(10, 20, 8);

  @TempDir private Path folder;

  private String written() throws IOException {
    Path file = folder.resolve("report.json");
    ReportFile.write(report, file);
    return Files.readString(file);
  }

  private Path file(String json) throws IOException {
    return Files.writeString(folder.resolve("other.json"), json);
  }

  @Test
  void reportIsReadAsItWasWritten() throws IOException {
    assertThat(ReportFile.read(file(written()))).isEqualTo(report);
  }

  @Test
  void formatIsTold() throws IOException {
    assertThat(written()).startsWith("{\n  \"format\" : 1,");
  }

  @Test
  void fileOfTheTimeBeforeFormatsIsRead() throws IOException {
    String old = written().replace("\"format\" : 1,", "");

    assertThat(ReportFile.read(file(old))).isEqualTo(report);
  }

  @Test
  void fieldsThatAreUnknownArePassedOver() throws IOException {
    String newer =
        written()
            .replace("\"format\" : 1,", "\"format\" : 1, \"mood\" : {\"good\" : true},")
            .replace("\"ours\" : true,", "\"ours\" : true, \"threads\" : 2,");

    assertThat(newer).contains("mood", "threads");
    assertThat(ReportFile.read(file(newer))).isEqualTo(report);
  }

  @Test
  void otherFormatIsRefused() throws IOException {
    Path later = file(written().replace("\"format\" : 1,", "\"format\" : 2,"));

    assertThatThrownBy(() -> ReportFile.read(later))
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith("other.json is of format 2, but only 1 can be read");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{",
        "{}",
        "{\"standings\": 1}",
        "{\"environment\": null, \"standings\": []}",
        "not\njson\nat all"
      })
  void otherFileIsToldByItsNameInALine(String json) throws IOException {
    Path other = file(json);

    assertThatThrownBy(() -> ReportFile.read(other))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("other.json is no report of these benchmarks: ")
        .message()
        .hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"title", "unit", "figures", "ratio", "value", "middle", "percentiles"})
  void whatIsMissingOrNullInAReportIsNamed(String field) throws IOException {
    Path without = file(written().replace("\"" + field + "\" :", "\"once\" :"));

    assertThatThrownBy(() -> ReportFile.read(without))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(field)
        .message()
        .hasLineCount(1);
    Path empty = file(written().replaceFirst(value(field), "\"" + field + "\" : null"));
    assertThatThrownBy(() -> ReportFile.read(empty))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(field)
        .message()
        .hasLineCount(1);
  }

  /** Returns what the first field of that name looks like. */
  private static String value(String field) {
    String text = "\"[^\"]*\"";
    String number = "[0-9.]+";
    String object = "\\{[^}]*\\}";
    String list = "(?s)\\[.*\\](?=\\s*\\}\\s*\\]\\s*\\})";
    return "\"%s\" : (%s|%s|%s|%s)".formatted(field, text, number, object, list);
  }

  @Test
  void missingFileIsTold() {
    assertThatThrownBy(() -> ReportFile.read(folder.resolve("none.json")))
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith("none.json is not there");
  }
}
