package dev.persistence.testkit.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.testkit.BackendUnavailableException;
import dev.persistence.testkit.internal.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class MySqlArchiveTest {

  private static final Platform LINUX = new Platform("linux", "x86_64", false);

  @TempDir Path folder;

  @Test
  void namedFileIsTaken() throws IOException {
    Path archive = Files.createFile(folder.resolve("mysql.zip"));

    assertThat(MySqlArchive.named(archive.toString(), LINUX)).isEqualTo(archive);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " "})
  void missingPropertyIsExplained(String value) {
    assertThatThrownBy(() -> MySqlArchive.named(value, LINUX))
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessageContaining("persistence.testkit.mysql.archive is not set")
        .hasMessageContaining("-Pmysql");
  }

  @Test
  void propertyThatNamesNoFileIsExplained() {
    assertThatThrownBy(() -> MySqlArchive.named(folder.resolve("no.zip").toString(), LINUX))
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessageContaining("no.zip");
  }

  @ParameterizedTest
  @ValueSource(strings = {"darwin x86_64 false", "linux arm64 false", "linux x86_64 true"})
  void platformWithoutProgramsIsNamed(String text) {
    String[] parts = text.split(" ", -1);
    Platform other = new Platform(parts[0], parts[1], Boolean.parseBoolean(parts[2]));

    assertThatThrownBy(() -> MySqlArchive.named("any.zip", other))
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessageContaining(other.toString());
  }
}
