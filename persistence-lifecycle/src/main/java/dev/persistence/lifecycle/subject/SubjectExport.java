package dev.persistence.lifecycle.subject;

import dev.persistence.lifecycle.internal.Json;
import java.time.Instant;
import java.util.List;

/**
 * What an export holds, as its {@code manifest.json} says. It names the subject by a keyed hash
 * alone; the files beside it are personal from end to end.
 *
 * @param subject HMAC-SHA-256 of the subject's id, in hexadecimal
 * @param policy the name and version of the rules that tell whose a row is
 * @param at when it was begun, by the clock of the options
 * @param tables in the order of the databases, and in each parents before children
 * @param notHeld what may be there of the subject besides: the stores that are no database, and
 *     what no statement reaches
 */
public record SubjectExport(
    String subject, String policy, Instant at, List<ExportedTable> tables, List<String> notHeld) {

  public SubjectExport {
    tables = List.copyOf(tables);
    notHeld = List.copyOf(notHeld);
  }

  /** Returns how many rows all files have. */
  public long rows() {
    return tables.stream().mapToLong(ExportedTable::rows).sum();
  }

  /** Returns the manifest as one JSON object, in one line. */
  public String toJson() {
    return Json.object()
        .put("subject", subject)
        .put("policy", policy)
        .put("at", at.toString())
        .put("tables", tables.stream().map(ExportedTable::json).toList())
        .put("notHeld", notHeld)
        .toString();
  }
}
