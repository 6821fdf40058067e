package dev.persistence.lifecycle.internal.file;

import dev.persistence.core.Explanation;
import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.TableName;
import dev.persistence.lifecycle.LifecycleException;
import dev.persistence.lifecycle.PlanRefusedException;
import dev.persistence.lifecycle.PlanRefusedException.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The text of a file that describes tables.
 *
 * @param file its name, for messages
 */
public record CatalogText(String file, String text) {

  /** What a file says. */
  public record Content(@Nullable String schema, List<Declaration> declarations) {}

  /**
   * Returns what it says.
   *
   * @throws LifecycleException naming the line, if it is no such file
   */
  public Content read() {
    try {
      return new CatalogYaml(this).read();
    } catch (NoClassDefFoundError missing) {
      throw refuse(
          "line 1",
          "it takes SnakeYAML Engine to read YAML, which is not on the class path",
          "Add org.snakeyaml:snakeyaml-engine");
    }
  }

  LifecycleException refuse(String place, String why, String remedy) {
    return new LifecycleException(
        new Explanation("The file " + file + " describes no tables", place + ": " + why, remedy),
        null);
  }

  PlanRefusedException unknown(
      Declaration at, Reason reason, @Nullable Identifier column, String what) {
    return new PlanRefusedException(
        reason,
        TableName.of(at.table()),
        column,
        new Explanation(
            "The file " + file + " does not fit the database",
            at.place() + ": there is no " + what + ", as the database spells it",
            "Name one that exists, or take it out of the file"));
  }
}
