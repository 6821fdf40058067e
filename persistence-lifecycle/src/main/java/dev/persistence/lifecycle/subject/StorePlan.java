package dev.persistence.lifecycle.subject;

import dev.persistence.lifecycle.internal.Told;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an erasure would do in one store. Its text does not show the message of the failure.
 *
 * @param steps in the order in which they are done; empty if the store did not answer
 * @param failure why the store did not answer, or null; nothing is erased there by this plan
 */
public record StorePlan(String store, List<PlannedStep> steps, @Nullable Exception failure) {

  public StorePlan {
    steps = List.copyOf(steps);
  }

  public boolean answered() {
    return failure == null;
  }

  @Override
  public String toString() {
    return "StorePlan[store=%s, steps=%s, failure=%s]".formatted(store, steps, Told.of(failure));
  }
}
