package dev.persistence.migrate.internal.engine;

import dev.persistence.core.sql.Dialect;
import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.TableName;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The tables in which migrations are recorded.
 *
 * @param schema where they are
 */
public record HistoryTables(Dialect dialect, String schema) {

  /** A statement wrote both sides, and they disagreed. */
  public static final String CONFLICT = "CONFLICT";

  /** A statement wrote the old side alone although the application has been switched. */
  public static final String OLD_WRITE = "OLD_WRITE";

  private static final String BETWEEN_TABLES = "\n";

  /** Returns what {@code migration_steps.table_names} holds for these; null for none. */
  public @Nullable String listed(List<TableName> names) {
    return names.isEmpty()
        ? null
        : names.stream().map(dialect::quote).collect(Collectors.joining(BETWEEN_TABLES));
  }

  /** Returns the quoted names that {@link #listed} has made a text of. */
  public static List<String> unlisted(@Nullable String names) {
    return names == null ? List.of() : List.of(names.split(BETWEEN_TABLES, -1));
  }

  /** Returns a table's quoted name, with its schema. */
  public String name(String table) {
    return dialect.quote(new TableName(Identifier.of(schema), Identifier.of(table)));
  }

  public String migrations() {
    return dialect.quote(migrationsName());
  }

  public TableName migrationsName() {
    return TableName.of(schema, "schema_migrations");
  }

  public String steps() {
    return name("migration_steps");
  }

  public String checkpoints() {
    return name("migration_checkpoints");
  }

  public String instances() {
    return dialect.quote(instancesName());
  }

  public TableName instancesName() {
    return TableName.of(schema, "migration_instances");
  }

  public String shares() {
    return name("migration_shares");
  }

  public String events() {
    return name("migration_events");
  }

  /** Returns the table of one row that tells how far replicas are behind. */
  public String beat() {
    return name("migration_beat");
  }

  public String runner() {
    return dialect.quote(runnerName());
  }

  /** Returns the name of the table that is created last. */
  public TableName runnerName() {
    return TableName.of(schema, "migration_runner");
  }

  String noteFunction() {
    return name("migration_note");
  }

  String insertEvent(String id, String kind) {
    return "INSERT INTO "
        + events()
        + " (id, kind, happened_at) VALUES ('"
        + id
        + "', '"
        + kind
        + "', "
        + now()
        + ")";
  }

  /** Returns the time of now, which is the same for sessions of all time zones. */
  public String now() {
    return dialect.equals(Dialect.postgreSql()) ? dialect.currentTimestamp() : "UTC_TIMESTAMP(6)";
  }

  /** Returns the time of now in milliseconds. */
  public String nowMillis() {
    return dialect.equals(Dialect.postgreSql())
        ? "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS bigint)"
        : "TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6)) DIV 1000";
  }

  /** Returns the statements that create what is missing. */
  public List<String> create() {
    return new HistoryDdl(this).statements();
  }
}
