package dev.persistence.lifecycle.softdelete;

import dev.persistence.core.Explanation;
import dev.persistence.core.keyset.KeysetCursor;
import dev.persistence.core.sql.FailureKind;
import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.core.sql.TableName;
import dev.persistence.lifecycle.Attribution;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.CatalogTable;
import dev.persistence.lifecycle.TableDescription.SoftDeleteColumns;
import dev.persistence.lifecycle.TableIndex;
import dev.persistence.lifecycle.internal.Books;
import dev.persistence.lifecycle.internal.Holds;
import dev.persistence.lifecycle.internal.RowSql;
import dev.persistence.lifecycle.internal.engine.Engine;
import dev.persistence.lifecycle.internal.engine.Sql;
import dev.persistence.lifecycle.softdelete.Graph.Edge;
import dev.persistence.lifecycle.softdelete.RestoreConflict.Kind;
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

/** One restore, on one connection: what is in the way of it, and then the rows, parents first. */
final class Restore {

  private final Connection connection;
  private final Catalog catalog;
  private final Engine engine;
  private final Graph graph;
  private final UUID id;
  private final Books books;
  private final RowSql rows;

  Restore(Connection connection, Catalog catalog, Graph graph, UUID id) {
    this.connection = connection;
    this.catalog = catalog;
    this.engine = Engine.of(catalog.dialect());
    this.graph = graph;
    this.id = id;
    this.books = new Books(catalog);
    this.rows = new RowSql(catalog);
  }

  RestorePreview preview() throws SQLException {
    Holds holds = new Holds(catalog);
    holds.shareGate(connection);
    lockRecord();
    Map<TableName, Long> counts = new LinkedHashMap<>();
    List<RestoreConflict> conflicts = new ArrayList<>();
    for (CatalogTable table : parentsFirst()) {
      SqlFragment ours = ours(table, "c");
      long count = count(table, ours, "");
      if (count == 0) {
        continue;
      }
      counts.put(table.name(), count);
      for (Edge edge : graph.edgesFrom(table)) {
        add(conflicts, Kind.PARENT_DELETED, edge, deletedParents(edge, ours));
      }
      addTaken(conflicts, table, ours);
      SqlFragment held = ours.and(holds.freeNow(connection, table, "c").within("NOT (", ")"));
      add(
          conflicts,
          new RestoreConflict(
              Kind.HELD, table.name(), table.name().name(), count(table, held, "")));
    }
    new GoneRows(catalog)
        .of(connection, id, counts)
        .forEach(
            (table, missing) ->
                add(conflicts, new RestoreConflict(Kind.GONE, table, table.name(), missing)));
    return new RestorePreview(counts, conflicts);
  }

  private List<CatalogTable> parentsFirst() {
    List<CatalogTable> tables = new ArrayList<>(graph.childrenFirst());
    Collections.reverse(tables);
    return tables;
  }

  /** Keeps others from restoring or purging the deletion, and refuses one that is over. */
  private void lockRecord() throws SQLException {
    List<String> over =
        Sql.rows(
            connection,
            SqlFragment.of(
                "SELECT CASE WHEN restored_at IS NOT NULL THEN 'it was restored already'"
                    + " WHEN purged_at IS NOT NULL THEN 'its rows were purged' ELSE '' END FROM "
                    + books.deletions()
                    + " WHERE deletion_id = ? FOR UPDATE",
                id.toString()),
            row -> row.getString(1));
    String why = over.isEmpty() ? "no deletion of this id is known" : over.get(0);
    if (!why.isEmpty()) {
      throw new UnknownDeletionException(
          new Explanation(
              "The deletion " + id + " cannot be restored",
              why,
              "Look the id up in lifecycle_deletions, in the schema of the catalog"));
    }
  }

  /** Returns the condition that the row is one of this deletion. */
  private SqlFragment ours(CatalogTable table, String alias) {
    Identifier column = table.softDeleteColumns().deletionId();
    return SqlFragment.of(
        engine.words().column(alias, column) + " = " + table.column(column).parameter(),
        id.toString());
  }

  /** Counts with a lock, since a snapshot might be older than what it is compared with. */
  private long count(CatalogTable table, SqlFragment condition, String join) throws SQLException {
    return rows.keys(
            connection,
            table,
            "c",
            condition.within(
                " FROM " + rows.quote(table) + " c" + join + " WHERE ", engine.words().shareLock()))
        .size();
  }

  private long deletedParents(Edge edge, SqlFragment ours) throws SQLException {
    String join = " JOIN " + rows.quote(edge.parent()) + " p ON " + rows.joined(edge.key());
    count(edge.child(), ours, join);
    SqlFragment deleted =
        rows.live(edge.parent(), "p")
            .within("NOT (", ")")
            // Whoever marks a row by hand may leave its id NULL.
            .and(ours(edge.parent(), "p").within("NOT COALESCE(", ", FALSE)"));
    return count(edge.child(), ours.and(deleted), join);
  }

  private void addTaken(List<RestoreConflict> conflicts, CatalogTable table, SqlFragment ours)
      throws SQLException {
    for (TableIndex key : table.uniqueKeys()) {
      if (!key.plain() || !LiveKeys.holdsAllLiveRows(table, key)) {
        continue;
      }
      List<Identifier> columns = LiveKeys.columnsOf(table, key);
      String join =
          " JOIN "
              + rows.quote(table)
              + " o ON "
              + engine.words().equal("o", columns, "c", columns)
              + rows.andLive(table, "o");
      long taken = count(table, ours, join);
      add(conflicts, new RestoreConflict(Kind.UNIQUE_TAKEN, table.name(), key.name(), taken));
    }
  }

  private static void add(List<RestoreConflict> conflicts, Kind kind, Edge edge, long count) {
    add(conflicts, new RestoreConflict(kind, edge.child().name(), edge.key().name(), count));
  }

  private static void add(List<RestoreConflict> conflicts, RestoreConflict conflict) {
    if (conflict.rows() > 0) {
      conflicts.add(conflict);
    }
  }

  /**
   * Brings the rows back.
   *
   * @param rest whether those that are left come back if others are gone
   */
  Restoration run(Attribution attribution, boolean rest) throws SQLException {
    List<RestoreConflict> conflicts = preview().conflicts();
    if (conflicts.stream().anyMatch(each -> !rest || each.kind() != Kind.GONE)) {
      throw new RestoreConflictException(id, conflicts, null);
    }
    Map<TableName, Long> restored = new LinkedHashMap<>();
    for (CatalogTable table : parentsFirst()) {
      long count = unmark(table);
      if (count > 0) {
        restored.put(table.name(), count);
      }
    }
    long[] attached = attach();
    Sql.update(
        connection,
        SqlFragment.of(
            "UPDATE "
                + books.deletions()
                + " SET restored_at = "
                + engine.words().now()
                + ", restored_by = ? WHERE deletion_id = ?",
            attribution.actor(),
            id.toString()));
    Map<TableName, Long> gone =
        conflicts.stream().collect(Collectors.toMap(RestoreConflict::table, RestoreConflict::rows));
    return new Restoration(restored, attached[0], attached[1], gone);
  }

  private long unmark(CatalogTable table) throws SQLException {
    SoftDeleteColumns columns = table.softDeleteColumns();
    SqlFragment update =
        ours(table, rows.quote(table))
            .within(
                "UPDATE "
                    + rows.quote(table)
                    + " SET "
                    + rows.quote(columns.deletedAt())
                    + " = NULL, "
                    + rows.quote(columns.deletionId())
                    + " = NULL WHERE ",
                "");
    try {
      return Sql.update(connection, update);
    } catch (SQLException failure) {
      if (engine.dialect().classify(failure) == FailureKind.UNIQUE_VIOLATION) {
        throw new RestoreConflictException(id, List.of(), failure);
      }
      throw failure;
    }
  }

  private record Loss(CatalogTable table, KeysetCursor child, KeysetCursor foreignKey) {}

  /** Returns how many foreign keys were set again, and how many were not. */
  private long[] attach() throws SQLException {
    List<Loss> losses =
        Sql.rows(
            connection,
            SqlFragment.of(
                "SELECT child_table, child_key, foreign_key FROM "
                    + books.detached()
                    + " WHERE deletion_id = ? ORDER BY detach_no"
                    + engine.words().shareLock(),
                id.toString()),
            row ->
                new Loss(
                    catalog.table(TableName.of(row.getString(1))),
                    KeysetCursor.decode(row.getString(2)),
                    KeysetCursor.decode(row.getString(3))));
    long[] attached = new long[2];
    for (Loss loss : losses) {
      attached[attach(loss) > 0 ? 0 : 1]++;
    }
    return attached;
  }

  private int attach(Loss loss) throws SQLException {
    CatalogTable table = loss.table();
    List<Identifier> columns = loss.foreignKey().columns();
    String values =
        columns.stream()
            .map(column -> rows.quote(column) + " = " + table.column(column).parameter())
            .collect(Collectors.joining(", "));
    String still =
        columns.stream()
            .map(column -> rows.quote(column) + " IS NULL")
            .collect(Collectors.joining(" AND "));
    SqlFragment where = rows.in(table, rows.quote(table), List.of(loss.child()));
    List<@Nullable Object> bound = new ArrayList<>(loss.foreignKey().values());
    bound.addAll(where.values());
    return Sql.update(
        connection,
        SqlFragment.of(
            "UPDATE "
                + rows.quote(table)
                + " SET "
                + values
                + " WHERE "
                + where.sql()
                + " AND "
                + still,
            bound.toArray()));
  }
}
