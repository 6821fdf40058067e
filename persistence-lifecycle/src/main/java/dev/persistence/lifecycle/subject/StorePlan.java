package dev.persistence.lifecycle.subject;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an erasure would do in one store.
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
}
