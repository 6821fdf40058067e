package dev.persistence.lifecycle.retention;

import dev.persistence.lifecycle.internal.Json;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a file of an archive; a file without one is not part of the archive.
 *
 * @param file its name
 * @param table that its rows are from, with the schema
 * @param columns with their types, as the database words them
 * @param rows how many
 * @param sha256 of the file as it is stored, in hexadecimal digits
 * @param key the name of the key by which it is encrypted, or null
 */
public record ArchiveManifest(
    String file, String table, String columns, long rows, String sha256, @Nullable String key) {

  static final String SUFFIX = ".manifest.json";

  String json() {
    return Json.object()
        .put("format", "jsonl.gz 1")
        .put("file", file)
        .put("table", table)
        .put("columns", columns)
        .put("rows", Long.toString(rows))
        .put("sha256", sha256)
        .put("encryption", key == null ? null : "AES-GCM")
        .put("key", key)
        .toString();
  }

  static ArchiveManifest of(String json) {
    Map<String, @Nullable String> values = FlatJson.read(json);
    return new ArchiveManifest(
        required(values, "file"),
        required(values, "table"),
        required(values, "columns"),
        Long.parseLong(required(values, "rows")),
        required(values, "sha256"),
        values.get("key"));
  }

  private static String required(Map<String, @Nullable String> values, String name) {
    return Objects.requireNonNull(values.get(name), name);
  }
}
