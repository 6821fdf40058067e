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
    List<Directive> directives = new SqlDirectives(this).read();
    if (directives.isEmpty()) {
      throw refuse("line 1", "it changes nothing", "Write -- @table or -- @expand");
    }
    return new Declarations(this, directives).addTo(empty);
  }

  InvalidMigrationException refuse(String place, String why, String remedy) {
    return new InvalidMigrationException(
        "", new Explanation("The file " + file + " is no migration", place + ": " + why, remedy));
  }
}
