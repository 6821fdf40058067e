package dev.persistence.testkit.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.core.PersistenceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ProgramTest {

  @TempDir private Path folder;

  @Test
  void whatItPrintedIsReturned() {
    assertThat(Program.run(List.of("sh", "-c", "echo out; echo err >&2"))).isEqualTo("out\nerr\n");
  }

  @Test
  void itReadsTheFileToItsEnd() throws IOException {
    Path input = Files.writeString(folder.resolve("input"), "one\ntwo\n");

    assertThat(Program.run(List.of("cat"), input)).isEqualTo("one\ntwo\n");
  }

  @Test
  void failureHasTheCommandTheCodeAndTheOutput() {
    assertThatThrownBy(() -> Program.run(List.of("sh", "-c", "echo no space; exit 3")))
        .isInstanceOf(PersistenceException.class)
        .hasMessageContaining("sh -c echo no space; exit 3")
        .hasMessageContaining("it returned 3")
        .hasMessageContaining("no space");
  }

  @Test
  void inputThatIsNotThereFailsTheStart() {
    assertThatThrownBy(() -> Program.run(List.of("cat"), folder.resolve("none")))
        .isInstanceOf(PersistenceException.class)
        .hasMessageContaining("it did not start");
  }
}
