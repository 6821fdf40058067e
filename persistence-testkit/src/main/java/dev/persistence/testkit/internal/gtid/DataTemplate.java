package dev.persistence.testkit.internal.gtid;

import dev.persistence.core.Explanation;
import dev.persistence.core.PersistenceException;
import dev.persistence.testkit.internal.BinaryCache;
import dev.persistence.testkit.internal.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A data folder with system tables and accounts, made once per machine and copied for each server.
 */
final class DataTemplate {

  private static final Duration BOUND = Duration.ofMinutes(2);

  /** The file with a server's identity; a copy must get one of its own. */
  private static final Path IDENTITY = Path.of("auto.cnf");

  private final Path dataFolder;

  private DataTemplate(Path dataFolder) {
    this.dataFolder = dataFolder;
  }

  static DataTemplate of(GtidEngine engine) {
    Path installation = engine.installation();
    String script = engine.bootstrapScript(installation);
    List<String> command = engine.bootstrap(installation, Path.of("data"), Path.of("script.sql"));
    String recipe = Integer.toHexString((script + command).hashCode());
    Path folder =
        BinaryCache.ofThisMachine()
            .folder(
                installation.getFileName() + "-data-" + recipe,
                draft -> fill(engine, installation, script, draft));
    return new DataTemplate(folder.resolve("data"));
  }

  void copyTo(Path folder) {
    Folders.copy(dataFolder, folder, IDENTITY::equals);
  }

  private static void fill(GtidEngine engine, Path installation, String script, Path draft)
      throws IOException {
    Path data = Files.createDirectory(draft.resolve("data"));
    Path input = Files.writeString(draft.resolve("script.sql"), script);
    Path log = draft.resolve("bootstrap.log");
    Process process =
        new ProcessBuilder(engine.bootstrap(installation, data, input))
            .redirectInput(input.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (!endedWell(process)) {
      throw new PersistenceException(
          new Explanation(
              "The data folder of " + engine.name() + " could not be made",
              "the server's bootstrap failed or took longer than " + BOUND,
              "Its log says more:\n" + Files.readString(log)),
          null);
    }
  }

  private static boolean endedWell(Process process) {
    try {
      return process.waitFor(BOUND.toSeconds(), TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      process.destroyForcibly();
    }
  }
}
