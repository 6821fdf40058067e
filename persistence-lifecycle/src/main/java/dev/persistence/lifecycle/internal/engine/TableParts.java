package dev.persistence.lifecycle.internal.engine;

import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.TableName;
import dev.persistence.lifecycle.CatalogTable;
import dev.persistence.lifecycle.Column;
import dev.persistence.lifecycle.ForeignKey;
import dev.persistence.lifecycle.TableDescription;
import dev.persistence.lifecycle.TableIndex;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts tables together of the rows of a catalog: one for each column, and one for each column of an
 * index and of a foreign key, in their order. Not thread-safe.
 */
final class TableParts {

  private final Identifier schema;
  private final Map<String, List<Column>> columns = new TreeMap<>();
  private final Map<List<String>, IndexParts> indexes = new LinkedHashMap<>();
  private final Map<List<String>, KeyParts> foreignKeys = new LinkedHashMap<>();

  TableParts(Identifier schema) {
    this.schema = schema;
  }

  /** What the rows of one index have in common. */
  record IndexHead(
      String table, String name, boolean unique, boolean primary, @Nullable String predicate) {}

  private record IndexParts(IndexHead head, List<Identifier> columns, List<Boolean> plain) {}

  /** What the rows of one foreign key have in common. */
  record KeyHead(String table, String name, TableName parent) {}

  private record KeyParts(KeyHead head, List<Identifier> child, List<Identifier> parent) {}

  void column(String table, Column column) {
    columns.computeIfAbsent(table, name -> new ArrayList<>()).add(column);
  }

  /**
   * Adds a part of an index.
   *
   * @param column null for an expression whose columns are not known
   * @param plain whether the part is a whole column
   */
  void index(IndexHead head, @Nullable String column, boolean plain) {
    IndexParts parts =
        indexes.computeIfAbsent(
            List.of(head.table(), head.name()),
            key -> new IndexParts(head, new ArrayList<>(), new ArrayList<>()));
    parts.plain().add(plain);
    if (column != null) {
      parts.columns().add(Identifier.of(column));
    }
  }

  void foreignKey(KeyHead head, String column, String parentColumn) {
    KeyParts parts =
        foreignKeys.computeIfAbsent(
            List.of(head.table(), head.name()),
            key -> new KeyParts(head, new ArrayList<>(), new ArrayList<>()));
    parts.child().add(Identifier.of(column));
    parts.parent().add(Identifier.of(parentColumn));
  }

  Scanned build() {
    List<CatalogTable> tables = new ArrayList<>();
    columns.forEach((name, ofTable) -> tables.add(table(name, ofTable)));
    return new Scanned(schema, tables);
  }

  private CatalogTable table(String name, List<Column> ofTable) {
    TableName qualified = new TableName(schema, Identifier.of(name));
    List<IndexParts> own =
        indexes.values().stream().filter(index -> index.head().table().equals(name)).toList();
    return new CatalogTable(
        qualified,
        ofTable,
        own.stream()
            .filter(index -> index.head().primary())
            .findFirst()
            .map(IndexParts::columns)
            .orElse(List.of()),
        own.stream().map(TableParts::index).toList(),
        foreignKeys.values().stream()
            .filter(key -> key.head().table().equals(name))
            .map(key -> foreignKey(qualified, key))
            .toList(),
        TableDescription.none());
  }

  private static TableIndex index(IndexParts parts) {
    IndexHead head = Objects.requireNonNull(parts.head());
    return new TableIndex(
        Identifier.of(head.name()),
        parts.columns(),
        head.unique(),
        head.predicate(),
        !parts.plain().contains(false));
  }

  private static ForeignKey foreignKey(TableName child, KeyParts parts) {
    return new ForeignKey(
        Identifier.of(parts.head().name()),
        child,
        parts.child(),
        parts.head().parent(),
        parts.parent());
  }
}
