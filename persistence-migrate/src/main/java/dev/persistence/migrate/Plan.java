package dev.persistence.migrate;

import dev.persistence.core.Arguments;
import dev.persistence.migrate.lint.Finding;
import java.util.List;

/**
 * What a migration will do to this database, step by step. Immutable.
 *
 * @param findings what the lint could not tell about statements of one's own; those that it knows
 *     to be dangerous are refused instead
 */
public record Plan(
    String version, String description, List<PlannedStep> steps, List<Finding> findings) {

  public Plan {
    steps = Arguments.listOf("steps", steps);
    findings = Arguments.listOf("findings", findings);
  }

  /** Returns a line for each step, with its statements below it, and then the findings. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(version + " " + description + "\n");
    for (PlannedStep step : steps) {
      text.append(
          String.format(
              "%-9s %-50s %-22s blocks %s%n",
              step.phase(), step.name(), step.lock(), step.blocks()));
      for (String statement : step.statements()) {
        text.append("            ").append(statement.replaceAll("\\s+", " ")).append('\n');
      }
    }
    findings.forEach(finding -> text.append(finding).append('\n'));
    return text.toString();
  }
}
