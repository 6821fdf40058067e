package dev.persistence.testkit.postgres;

import dev.persistence.testkit.internal.Folders;
import dev.persistence.testkit.internal.ServerRecipe;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/** How one PostgreSQL server is started on its data folder. */
final class PostgresRecipe implements ServerRecipe {

  private final String name;
  private final PostgresBinaries binaries;
  private final Path folder;

  PostgresRecipe(String name, PostgresBinaries binaries, Path folder) {
    this.name = name;
    this.binaries = binaries;
    this.folder = folder;
  }

  @Override
  public String name() {
    return "postgres " + name;
  }

  @Override
  public Path folder() {
    return folder;
  }

  @Override
  public List<String> command(int port) {
    return binaries.command(
        "postgres",
        List.of("-D", folder.resolve(DataFolder.NAME).toString(), "-p", Integer.toString(port)));
  }

  @Override
  public boolean answers(int port) throws SQLException {
    return Folders.isSame(Sql.dataFolder("127.0.0.1", port), folder.resolve(DataFolder.NAME));
  }

  @Override
  public String stopSignal() {
    return "INT";
  }
}
