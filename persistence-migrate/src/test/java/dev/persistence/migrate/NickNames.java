package dev.persistence.migrate;

import dev.persistence.migrate.file.MigrationFolder;
import dev.persistence.migrate.lint.ServerVersion.Product;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** One migration of ours in a folder, by which the users of another tool's project get names. */
public final class NickNames {

  private NickNames() {}

  /** Writes its file. */
  public static void writeTo(Path folder) throws IOException {
    Files.writeString(
        folder.resolve("1__nick_names.yaml"),
        """
        - table: users
        - add-column: nick varchar(40)
          up: lower(name)
        - create-index: users_nick nick
        """);
  }

  /** Reads what is in the folder, for that database. */
  public static MigrationFolder folder(Path folder, LiveDatabase database) throws IOException {
    return MigrationFolder.of(folder, database.isPostgreSql() ? Product.POSTGRESQL : Product.MYSQL);
  }
}
