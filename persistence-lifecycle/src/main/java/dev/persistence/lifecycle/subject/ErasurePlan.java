package dev.persistence.lifecycle.subject;

import java.util.List;
import java.util.UUID;

/**
 * What an erasure would do, for somebody to look at. Its text does not show the subject.
 *
 * @param request by which the erasure is known, and gone on with
 * @param subject the id, as the databases hold it
 * @param stores the databases first, each in the order of the options
 */
public record ErasurePlan(UUID request, String subject, List<StorePlan> stores) {

  public ErasurePlan {
    stores = List.copyOf(stores);
  }

  @Override
  public String toString() {
    return "ErasurePlan[request=" + request + ", stores=" + stores + "]";
  }
}
