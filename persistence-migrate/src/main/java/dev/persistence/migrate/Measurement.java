package dev.persistence.migrate;

import dev.persistence.core.Arguments;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the steps of a migration do to clones of their tables, which hold one row each. Immutable.
 *
 * @param steps of the phases expand, switch and contract, in their order
 */
public record Measurement(String version, List<MeasuredStep> steps) {

  public Measurement {
    Arguments.notNull("version", version);
    steps = Arguments.listOf("steps", steps);
  }

  /** Returns the steps that do more than the plan says. */
  public List<MeasuredStep> disagreeing() {
    return steps.stream().filter(step -> step.disagreement().isPresent()).toList();
  }

  /** Returns a line for each step. */
  @Override
  public String toString() {
    return steps.stream().map(step -> step + "\n").collect(Collectors.joining());
  }
}
