package dev.persistence.lifecycle.subject;

import dev.persistence.lifecycle.subject.ErasureCertificate.Status;
import java.util.List;

/**
 * What a replay of the ledger did.
 *
 * @param recorded how many subjects the ledger has
 * @param unreadable how many of its lines are torn or damaged; a torn one is of an erasure that had
 *     not begun, but damage may hide one that had
 * @param certificates one for each recorded subject whose id was found in a database
 */
public record ReplayReport(long recorded, long unreadable, List<ErasureCertificate> certificates) {

  public ReplayReport {
    certificates = List.copyOf(certificates);
  }

  /** Tells whether all stores answered for all of them; else the replay is to run again. */
  public boolean completed() {
    return certificates.stream().noneMatch(each -> each.status() == Status.PARTIAL);
  }
}
