package dev.persistence.testkit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A cache folder is chosen once for a JVM, so this one is a JVM of its own. */
@Timeout(60)
class UnusableCacheFaultTest {

  @TempDir private Path folder;

  /** Opens the ledger twice and prints how it went. */
  public static void main(String[] arguments) {
    for (int i = 0; i < 2; i++) {
      try {
        ProcessLedger.ofThisJvm();
      } catch (Throwable failure) { // What is thrown is what the test asks about.
        System.out.println(failure);
      }
    }
  }

  @Test
  void everyUseTellsWhatIsWrongWithTheCache() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "no folder");
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dpersistence.testkit.cache=" + file,
                "-cp",
                System.getProperty("java.class.path"),
                UnusableCacheFaultTest.class.getName())
            .redirectErrorStream(true)
            .start();
    String printed = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(printed.lines())
        .hasSize(2)
        .allMatch(line -> line.contains("PersistenceException: The cache folder " + file))
        .allMatch(line -> line.contains("persistence.testkit.cache"));
  }
}
