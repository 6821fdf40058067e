package dev.persistence.lifecycle;

import dev.persistence.core.Arguments;
import dev.persistence.core.Explanation;
import dev.persistence.core.sql.Dialect;
import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.TableName;
import dev.persistence.lifecycle.PlanRefusedException.Reason;
import dev.persistence.lifecycle.internal.engine.Engine;
import dev.persistence.lifecycle.internal.engine.Scanned;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The tables of one schema: keys, foreign keys, indexes and columns as the database has them, and
 * what the application says about them.
 *
 * <pre>{@code
 * Catalog catalog = Catalog.builder()
 *     .table("customers", t -> t.softDelete().subject("id").personal("email").plain("created_at"))
 *     .table("orders", t -> t.softDelete().subject("customer_id"))
 *     .scan(connection);
 * }</pre>
 *
 * <p>A picture of the moment of the scan: it does not follow later changes of the schema, so that
 * every plan is made over one and the same. Immutable and thread-safe.
 */
public final class Catalog {

  private final Engine engine;
  private final Identifier schema;
  private final Map<TableName, CatalogTable> tables;

  private Catalog(Engine engine, Identifier schema, Map<TableName, CatalogTable> tables) {
    this.engine = engine;
    this.schema = schema;
    this.tables = tables;
  }

  public static CatalogBuilder builder() {
    return new CatalogBuilder();
  }

  static Catalog of(
      Engine engine, Scanned scanned, Map<Identifier, TableDescription> descriptions) {
    Map<TableName, CatalogTable> tables = new LinkedHashMap<>();
    scanned.tables().forEach(table -> tables.put(table.name(), table));
    Catalog catalog = new Catalog(engine, scanned.schema(), tables);
    descriptions.forEach(
        (name, description) -> {
          CatalogTable table = catalog.table(new TableName(scanned.schema(), name));
          tables.put(table.name(), table.with(description));
        });
    tables.values().forEach(Catalog::check);
    return catalog;
  }

  /** Refuses a description that names what the table does not have. */
  private static void check(CatalogTable table) {
    TableDescription description = table.description();
    description.personal().forEach(table::column);
    description.plain().forEach(table::column);
    if (description.subject() != null) {
      table.column(description.subject());
    }
    if (description.tenant() != null) {
      table.column(description.tenant());
    }
    for (Identifier name : description.onDelete().keySet()) {
      if (table.foreignKeys().stream().noneMatch(key -> key.name().equals(name))) {
        throw new PlanRefusedException(
            Reason.UNDECIDED_FOREIGN_KEY,
            table.name(),
            null,
            new Explanation(
                "The table \"" + table.name() + "\" has no foreign key \"" + name + "\"",
                "its foreign keys are " + table.foreignKeys(),
                "Name one of these"));
      }
    }
  }

  /**
   * Reads the same schema once more and lays the same descriptions over it; this catalog stays.
   *
   * @throws PlanRefusedException if a description names what the database no longer has
   */
  public Catalog rescan(Connection connection) throws SQLException {
    Arguments.notNull("connection", connection);
    Map<Identifier, TableDescription> descriptions = new LinkedHashMap<>();
    tables.values().stream()
        .filter(table -> table.description().described())
        .forEach(table -> descriptions.put(table.name().name(), table.description()));
    return of(engine, engine.scan().read(connection, schema), descriptions);
  }

  public Dialect dialect() {
    return engine.dialect();
  }

  /** Returns the schema that was scanned; for MySQL and MariaDB it is a database. */
  public Identifier schema() {
    return schema;
  }

  /** Returns all tables of the schema in the order of their names. */
  public List<CatalogTable> tables() {
    return List.copyOf(tables.values());
  }

  /**
   * Returns the table.
   *
   * @param name without a schema: in that of this catalog
   * @throws PlanRefusedException if there is none of this name
   */
  public CatalogTable table(TableName name) {
    TableName qualified =
        Arguments.notNull("name", name).schema() == null
            ? new TableName(schema, name.name())
            : name;
    CatalogTable table = tables.get(qualified);
    if (table == null) {
      throw new PlanRefusedException(
          Reason.UNKNOWN_TABLE,
          qualified,
          null,
          new Explanation(
              "There is no table \"" + qualified + "\"",
              "the schema \"" + schema + "\" has none of this name, as the database spells it",
              "Name a table that exists; scan the catalog anew if it was made since"));
    }
    return table;
  }

  /** Returns the foreign keys that lead to the table, its own among them. */
  public List<ForeignKey> foreignKeysTo(TableName parent) {
    TableName name = table(parent).name();
    return tables.values().stream()
        .flatMap(table -> table.foreignKeys().stream())
        .filter(key -> key.parent().equals(name))
        .toList();
  }

  /**
   * Returns what nobody has described: tables without a description, and of the others the columns
   * that are neither personal nor plain, nor a key, nor of the soft delete.
   */
  public List<Drift> drift() {
    List<Drift> drift = new ArrayList<>();
    for (CatalogTable table : tables.values()) {
      if (engine.isOurs(table.name())) {
        continue;
      }
      if (!table.description().described()) {
        drift.add(new Drift(table.name(), null));
        continue;
      }
      Set<Identifier> known = known(table);
      table.columns().stream()
          .filter(column -> column.generation() == null && !known.contains(column.name()))
          .forEach(column -> drift.add(new Drift(table.name(), column.name())));
    }
    return List.copyOf(drift);
  }

  private static Set<Identifier> known(CatalogTable table) {
    TableDescription description = table.description();
    Set<Identifier> known = new HashSet<>(table.primaryKey());
    known.addAll(description.personal());
    known.addAll(description.plain());
    table.foreignKeys().forEach(key -> known.addAll(key.columns()));
    if (description.subject() != null) {
      known.add(description.subject());
    }
    if (description.tenant() != null) {
      known.add(description.tenant());
    }
    if (description.softDelete() != null) {
      known.add(description.softDelete().deletedAt());
      known.add(description.softDelete().deletionId());
    }
    return known;
  }

  /**
   * Refuses to go on while something is not described.
   *
   * @throws PlanRefusedException that names each table and column of {@link #drift}
   */
  public void requireNoDrift() {
    List<Drift> drift = drift();
    if (!drift.isEmpty()) {
      Drift first = Objects.requireNonNull(drift.get(0));
      throw new PlanRefusedException(
          Reason.DRIFT,
          first.table(),
          first.column(),
          new Explanation(
              "The catalog does not describe the whole database",
              String.join("; ", drift.stream().map(Drift::toString).toList()),
              "Say of each column whether it is personal or plain"));
    }
  }
}
