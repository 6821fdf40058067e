package dev.persistence.lifecycle.subject;

import dev.persistence.lifecycle.internal.Json;
import java.time.Instant;
import java.util.List;

/**
 * What an export of a tenant holds, as its {@code manifest.json} says. Its text does not show the
 * tenant.
 *
 * @param tenant the id by which it was asked for
 * @param at when it was begun, by the clock of the options
 * @param tables in the order of the databases, and in each parents before children
 * @param notHeld what is in the databases besides: rows that all tenants share, rows that may be
 *     nobody's, and what no statement reaches
 */
public record TenantExport(
    String tenant, Instant at, List<ExportedTable> tables, List<String> notHeld) {

  public TenantExport {
    tables = List.copyOf(tables);
    notHeld = List.copyOf(notHeld);
  }

  /** Returns how many rows all files have: at least one. */
  public long rows() {
    return tables.stream().mapToLong(ExportedTable::rows).sum();
  }

  /** Returns the manifest as one JSON object, in one line. */
  public String toJson() {
    return Json.object()
        .put("tenant", tenant)
        .put("at", at.toString())
        .put("tables", tables.stream().map(ExportedTable::json).toList())
        .put("notHeld", notHeld)
        .toString();
  }

  @Override
  public String toString() {
    return "TenantExport[at=" + at + ", tables=" + tables + ", notHeld=" + notHeld + "]";
  }
}
