package dev.persistence.migrate.internal.file;

import dev.persistence.core.Explanation;
import dev.persistence.migrate.InvalidMigrationException;
import dev.persistence.migrate.Migration;
import java.util.List;

/**
 * The text of one file, of whose name the ending tells the format. Immutable.
 *
 * @param file its name, for messages
 * @param mySql whether its SQL is that of MySQL or MariaDB
 */
public record MigrationText(String file, String text, boolean mySql) {

  /**
   * Adds the changes of the file to a migration.
   *
   * @throws InvalidMigrationException naming the line, if it is no such file
   */
  public Migration addTo(Migration empty) {
    List<Directive> directives =
        file.endsWith(".sql") ? new SqlDirectives(this).read() : readYaml();
    Migration migration = new Declarations(this, directives).addTo(empty);
    if (migration.text().isEmpty()) {
      throw refuse("line 1", "it changes nothing", "Write what is to change, as a table");
    }
    return migration;
  }

  private List<Directive> readYaml() {
    try {
      return new YamlDirectives(this).read();
    } catch (NoClassDefFoundError missing) {
      throw refuse(
          "line 1",
          "it takes SnakeYAML Engine to read YAML, which is not on the class path",
          "Add org.snakeyaml:snakeyaml-engine");
    }
  }

  InvalidMigrationException refuse(String place, String why, String remedy) {
    return new InvalidMigrationException(
        "", new Explanation("The file " + file + " is no migration", place + ": " + why, remedy));
  }
}
