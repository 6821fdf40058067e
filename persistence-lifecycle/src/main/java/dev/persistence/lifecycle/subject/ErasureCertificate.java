package dev.persistence.lifecycle.subject;

import dev.persistence.lifecycle.internal.Json;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What was erased, what was kept and why, and where values still are that nobody can reach by a
 * statement. It names the subject by a keyed hash alone, and never says that something is
 * physically gone.
 *
 * @param subject HMAC-SHA-256 of the subject's id, in hexadecimal
 * @param policy the name and version of the rules by which it was done
 * @param at when the run that this certificate is of had ended
 * @param stores the databases first, each in the order of the options
 */
public record ErasureCertificate(
    UUID request, String subject, String policy, Instant at, List<StoreErasure> stores) {

  /** How far an erasure came. */
  public enum Status {
    /** All stores answered; what is kept is kept by a rule. */
    COMPLETE,
    /** All stores answered; a legal hold, or rows of others, keep rows that were to go. */
    KEPT,
    /**
     * A store has not answered, or was not the same to the end; the same request is to run again.
     */
    PARTIAL
  }

  public ErasureCertificate {
    stores = List.copyOf(stores);
  }

  public Status status() {
    if (!stores.stream().allMatch(StoreErasure::answered)) {
      return Status.PARTIAL;
    }
    boolean kept =
        stores.stream()
            .flatMap(store -> store.tables().stream())
            .anyMatch(table -> table.action() != Action.KEEP && table.kept() > 0);
    return kept ? Status.KEPT : Status.COMPLETE;
  }

  /** Returns how many rows and entries are deleted, anonymized or detached in all stores. */
  public long rows() {
    return stores.stream()
        .flatMap(store -> store.tables().stream())
        .mapToLong(TableErasure::rows)
        .sum();
  }

  /** Returns the certificate as one JSON object, in one line. */
  public String toJson() {
    return Json.object()
        .put("request", request.toString())
        .put("subject", subject)
        .put("policy", policy)
        .put("at", at.toString())
        .put("status", status().name())
        .put("stores", stores.stream().map(ErasureCertificate::store).toList())
        .toString();
  }

  private static Json store(StoreErasure store) {
    return Json.object()
        .put("store", store.store())
        .put("answered", store.answered())
        .put("failure", store.told())
        .put("tables", store.tables().stream().map(ErasureCertificate::table).toList())
        .put("residue", store.residue());
  }

  private static Json table(TableErasure table) {
    return Json.object()
        .put("table", table.table())
        .put("action", table.action().name())
        .put("rows", table.rows())
        .put("kept", table.kept())
        .put("because", table.because());
  }
}
