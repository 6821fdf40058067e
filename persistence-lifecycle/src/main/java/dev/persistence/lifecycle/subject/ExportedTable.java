package dev.persistence.lifecycle.subject;

import dev.persistence.lifecycle.internal.Json;

/**
 * One file of an export: the rows of one table, parents' files before those of children.
 *
 * @param database its name among the options
 * @param table its name without a schema
 * @param file its name within the folder of the export
 * @param rows how many lines it has
 * @param bytes its length
 * @param sha256 of its bytes, in hexadecimal
 */
public record ExportedTable(
    String database, String table, String file, long rows, long bytes, String sha256) {

  Json json() {
    return Json.object()
        .put("database", database)
        .put("table", table)
        .put("file", file)
        .put("rows", rows)
        .put("bytes", bytes)
        .put("sha256", sha256);
  }
}
