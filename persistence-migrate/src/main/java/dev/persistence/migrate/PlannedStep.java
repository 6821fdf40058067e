package dev.persistence.migrate;

import dev.persistence.core.Arguments;
import java.util.List;

/**
 * A step of a migration, as it will be made or was.
 *
 * @param lock the strongest lock, by the database's name
 * @param blocks who waits while it is taken
 * @param statements SQL in order; those that are found done are left out when it is made
 */
public record PlannedStep(
    Phase phase, String name, String lock, String blocks, List<String> statements) {

  public PlannedStep {
    Arguments.notNull("phase", phase);
    statements = Arguments.listOf("statements", statements);
  }
}
