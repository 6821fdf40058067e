package dev.persistence.lifecycle.softdelete;

import dev.persistence.core.keyset.KeysetCursor;
import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.core.sql.TableName;
import dev.persistence.lifecycle.Attribution;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.CatalogTable;
import dev.persistence.lifecycle.TableDescription.SoftDeleteColumns;
import dev.persistence.lifecycle.internal.Books;
import dev.persistence.lifecycle.internal.RowSql;
import dev.persistence.lifecycle.internal.engine.Engine;
import dev.persistence.lifecycle.internal.engine.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Marks the rows of a deletion, children first, and records it. */
final class DeletionBook {

  private final Engine engine;
  private final Books books;
  private final Graph graph;
  private final RowSql rows;

  DeletionBook(Catalog catalog, Graph graph, RowSql rows) {
    this.engine = Engine.of(catalog.dialect());
    this.books = new Books(catalog);
    this.graph = graph;
    this.rows = rows;
  }

  /** What was asked for. */
  record Entry(CatalogTable root, Attribution attribution) {}

  Deletion record(Connection connection, Entry entry, Cascade cascade) throws SQLException {
    UUID id = UUID.randomUUID();
    Map<TableName, Long> deleted = new LinkedHashMap<>();
    for (CatalogTable table : graph.childrenFirst()) {
      if (!cascade.found(table).isEmpty()) {
        deleted.put(table.name(), (long) cascade.found(table).size());
      }
    }
    List<Cascade.Detached> detached = cascade.detached();
    insert(connection, id, entry, deleted);
    for (int i = 0; i < detached.size(); i++) {
      detach(connection, id, i, detached.get(i));
    }
    for (CatalogTable table : graph.childrenFirst()) {
      for (List<KeysetCursor> portion : RowSql.portions(cascade.found(table))) {
        mark(connection, id, table, portion);
      }
    }
    return new Deletion(
        id,
        deleted,
        detached.stream()
            .collect(
                Collectors.groupingBy(row -> row.edge().child().name(), Collectors.counting())));
  }

  private void insert(Connection connection, UUID id, Entry entry, Map<TableName, Long> deleted)
      throws SQLException {
    Sql.update(
        connection,
        SqlFragment.of(
            "INSERT INTO "
                + books.deletions()
                + " (deletion_id, root_table, reason, actor, deleted_at, row_count) VALUES"
                + " (?, ?, ?, ?, "
                + engine.words().now()
                + ", ?)",
            id.toString(),
            entry.root().name().name().name(),
            entry.attribution().reason(),
            entry.attribution().actor(),
            deleted.values().stream().mapToLong(Long::longValue).sum()));
    List<@Nullable Object> counts = new ArrayList<>();
    deleted.forEach(
        (table, rows) -> counts.addAll(List.of(id.toString(), table.name().name(), rows)));
    Sql.update(
        connection,
        SqlFragment.of(
            "INSERT INTO "
                + books.deletedRows()
                + " (deletion_id, table_name, row_count) VALUES "
                + String.join(", ", Collections.nCopies(deleted.size(), "(?, ?, ?)")),
            counts.toArray()));
  }

  private void detach(Connection connection, UUID id, int number, Cascade.Detached row)
      throws SQLException {
    CatalogTable child = row.edge().child();
    Sql.update(
        connection,
        SqlFragment.of(
            "INSERT INTO "
                + books.detached()
                + " (deletion_id, detach_no, child_table, child_key, foreign_key) VALUES"
                + " (?, ?, ?, ?, ?)",
            id.toString(),
            number,
            child.name().name().name(),
            row.child().encode(),
            row.foreignKey().encode()));
    String nulls =
        row.edge().key().columns().stream()
            .map(column -> rows.quote(column) + " = NULL")
            .collect(Collectors.joining(", "));
    Sql.update(
        connection,
        rows.in(child, rows.quote(child), List.of(row.child()))
            .within("UPDATE " + rows.quote(child) + " SET " + nulls + " WHERE ", ""));
  }

  /** All rows get the time of the deletion's own record. */
  private void mark(Connection connection, UUID id, CatalogTable table, List<KeysetCursor> keys)
      throws SQLException {
    SoftDeleteColumns columns = table.softDeleteColumns();
    SqlFragment where = rows.in(table, rows.quote(table), keys);
    String sql =
        "UPDATE "
            + rows.quote(table)
            + " SET "
            + rows.quote(columns.deletedAt())
            + " = (SELECT deleted_at FROM "
            + books.deletions()
            + " WHERE deletion_id = ?), "
            + rows.quote(columns.deletionId())
            + " = "
            + parameter(table, columns.deletionId())
            + " WHERE "
            + where.sql();
    List<@Nullable Object> values = new ArrayList<>(List.of(id.toString(), id.toString()));
    values.addAll(where.values());
    Sql.update(connection, SqlFragment.of(sql, values.toArray()));
  }

  private static String parameter(CatalogTable table, Identifier column) {
    return table.column(column).parameter();
  }
}
