package dev.persistence.testkit.internal.gtid;

import dev.persistence.testkit.internal.BinaryCache;
import dev.persistence.testkit.internal.Folders;
import dev.persistence.testkit.internal.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A data folder with system tables and accounts, made once per machine and copied for each server.
 */
final class DataTemplate {

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
    Program.run(engine.bootstrap(installation, data, input), input);
  }
}
