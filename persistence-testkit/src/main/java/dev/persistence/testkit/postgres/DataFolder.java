package dev.persistence.testkit.postgres;

import dev.persistence.testkit.internal.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The files of one local server, and what is written into them before it starts. */
final class DataFolder {

  static final String NAME = "data";

  private final Path folder;
  private final Path data;

  DataFolder(Path folder) {
    this.folder = folder;
    this.data = folder.resolve(NAME);
  }

  Path folder() {
    return folder;
  }

  Path data() {
    return data;
  }

  /** Replaces the whole configuration. */
  void configure(Map<String, String> settings) {
    StringBuilder text = new StringBuilder();
    settings.forEach(
        (name, value) -> text.append(name).append(" = ").append(Sql.literal(value)).append('\n'));
    write("postgresql.conf", text.toString());
    write("postgresql.auto.conf", "");
  }

  /** Makes the next start that of a standby which streams from the given primary. */
  void followOnStart(String conninfo, String slot) {
    write("standby.signal", "");
    write(
        "postgresql.auto.conf",
        "primary_conninfo = "
            + Sql.literal(conninfo)
            + "\nprimary_slot_name = "
            + Sql.literal(slot)
            + "\n");
  }

  void delete() {
    Folders.delete(data);
  }

  void write(String file, String content) {
    try {
      Files.writeString(data.resolve(file), content);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
