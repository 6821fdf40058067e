package dev.persistence.migrate.file;

import dev.persistence.core.Arguments;
import dev.persistence.core.Explanation;
import dev.persistence.migrate.InvalidMigrationException;
import dev.persistence.migrate.Migration;
import dev.persistence.migrate.MigrationState;
import dev.persistence.migrate.MigrationStatus;
import dev.persistence.migrate.Migrator;
import dev.persistence.migrate.internal.file.MigrationText;
import dev.persistence.migrate.lint.ServerVersion.Product;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The migrations of a folder, one in each file {@code VERSION__description.sql} or {@code .yaml},
 * in the order of their versions as text.
 *
 * <pre>{@code
 * -- @table users
 * -- @add-column full_name text not null
 * -- @up first_name || ' ' || last_name
 * -- @down first_name: split_part(full_name, ' ', 1)
 * -- @expand
 * CREATE VIEW …;
 * -- @abort
 * DROP VIEW …;
 * }</pre>
 *
 * <p>A YAML file is a list of the same directives, for which SnakeYAML Engine is on the class path:
 *
 * <pre>{@code
 * - table: users
 * - add-column: full_name text not null
 *   up: first_name || ' ' || last_name
 *   down:
 *     first_name: split_part(full_name, ' ', 1)
 * }</pre>
 *
 * <p>Each directive says what the method of its name says, and each change is made in the order of
 * the file. Immutable. Read once; a folder that cannot be read is an {@link IOException}.
 */
public final class MigrationFolder {

  private static final Pattern ENDING = Pattern.compile(".*\\.(sql|ya?ml)");
  private static final Pattern NAME = Pattern.compile("(.+?)__(.+)\\.(sql|ya?ml)");

  private final List<Migration> migrations;

  private MigrationFolder(List<Migration> migrations) {
    this.migrations = List.copyOf(migrations);
  }

  /**
   * Reads the files of a folder whose name ends in {@code .sql}, {@code .yaml} or {@code .yml}; not
   * those of folders in it.
   *
   * @param product whose SQL it is
   * @throws InvalidMigrationException if a file is no migration, or two have one version
   */
  public static MigrationFolder of(Path folder, Product product) throws IOException {
    Arguments.notNull("product", product);
    List<Path> paths;
    try (Stream<Path> all = Files.list(Arguments.notNull("folder", folder))) {
      paths = all.filter(path -> ENDING.matcher(path.toString()).matches()).sorted().toList();
    }
    Map<String, String> files = new HashMap<>();
    List<Migration> migrations = new ArrayList<>();
    for (Path path : paths) {
      String file = String.valueOf(path.getFileName());
      Migration migration = read(path, file, product);
      String other = files.put(migration.version(), file);
      if (other != null) {
        throw refuse(file, "it has the version of " + other, "Give one of them another");
      }
      migrations.add(migration);
    }
    migrations.sort((one, two) -> one.version().compareTo(two.version()));
    return new MigrationFolder(migrations);
  }

  /**
   * Reads the files of a folder of the class path, be it in a directory or in an archive.
   *
   * @param folder with slashes, without one at its begin
   */
  public static MigrationFolder ofClassPath(ClassLoader loader, String folder, Product product)
      throws IOException {
    Arguments.notNull("loader", loader);
    URL url = loader.getResource(Arguments.notBlank("folder", folder));
    if (url == null) {
      throw new FileNotFoundException("there is no folder " + folder + " in the class path");
    }
    try {
      if (!(url.openConnection() instanceof JarURLConnection connection)) {
        return of(Path.of(url.toURI()), product);
      }
      Path jar = Path.of(connection.getJarFileURL().toURI());
      try (FileSystem archive = FileSystems.newFileSystem(jar)) {
        return of(archive.getPath("/" + folder), product);
      }
    } catch (URISyntaxException impossible) {
      throw new IOException("the class path has a broken address: " + url, impossible);
    }
  }

  private static Migration read(Path path, String file, Product product) {
    Matcher name = NAME.matcher(file);
    if (!name.matches()) {
      throw refuse(file, "its name has no version", "Name it VERSION__description.sql or .yaml");
    }
    try {
      // Some editors begin a text with a mark of its byte order.
      String text = Files.readString(path, StandardCharsets.UTF_8).replaceFirst("^\uFEFF", "");
      Migration empty = Migration.define(name.group(1), name.group(2).replace('_', ' '));
      return new MigrationText(file, text, product != Product.POSTGRESQL).addTo(empty);
    } catch (IOException unreadable) {
      throw refuse(file, "it cannot be read: " + unreadable, "Let it be a text in UTF-8");
    } catch (IllegalArgumentException wrongName) {
      throw refuse(file, String.valueOf(wrongName.getMessage()), "Give it another name");
    }
  }

  private static InvalidMigrationException refuse(String file, String why, String remedy) {
    return new InvalidMigrationException(
        "", new Explanation("The file " + file + " is no migration", why, remedy));
  }

  public List<Migration> migrations() {
    return migrations;
  }

  public Optional<Migration> find(String version) {
    return migrations.stream().filter(one -> one.version().equals(version)).findFirst();
  }

  /**
   * Takes all migrations as far as they go, one after the other; applied ones are passed over.
   * Stops behind the first that does not get through its gate, or is stopped: call it again later.
   *
   * @return where each stands that was looked at
   */
  public List<MigrationStatus> run(Migrator migrator) throws SQLException {
    Arguments.notNull("migrator", migrator);
    List<MigrationStatus> statuses = new ArrayList<>();
    for (Migration migration : migrations) {
      MigrationStatus status = migrator.run(migration);
      statuses.add(status);
      if (status.state() != MigrationState.COMPLETED) {
        break;
      }
    }
    return statuses;
  }
}
