package dev.persistence.migrate;

import dev.persistence.core.Arguments;
import java.util.List;

/** What a migration will do to this database, step by step. Immutable. */
public record Plan(String version, String description, List<PlannedStep> steps) {

  public Plan {
    steps = Arguments.listOf("steps", steps);
  }

  /** Returns a line for each step, with its statements below it. */
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
    return text.toString();
  }
}
