package dev.persistence.lifecycle.softdelete;

import dev.persistence.core.keyset.KeysetCursor;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.core.sql.TableName;
import dev.persistence.lifecycle.CatalogTable;
import dev.persistence.lifecycle.OnDelete;
import dev.persistence.lifecycle.internal.RowSql;
import dev.persistence.lifecycle.internal.engine.RowValues;
import dev.persistence.lifecycle.internal.engine.Sql;
import dev.persistence.lifecycle.softdelete.Graph.Edge;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rows that one deletion takes along, found and locked from the root down. A child that comes
 * later, under a parent locked here, waits for the end of this transaction, if its writer asks for
 * a live parent. Not thread-safe.
 */
final class Cascade {

  private final Connection connection;
  private final Graph graph;
  private final RowSql rows;
  private final int most;
  private final Map<TableName, Set<KeysetCursor>> found = new LinkedHashMap<>();
  private final Deque<Portion> open = new ArrayDeque<>();
  private int count;

  private record Portion(CatalogTable table, List<KeysetCursor> keys) {}

  Cascade(Connection connection, Graph graph, RowSql rows, int most) {
    this.connection = connection;
    this.graph = graph;
    this.rows = rows;
    this.most = most;
  }

  /** Locks the live rows that meet the condition, over the alias t, and all that go with them. */
  void find(CatalogTable root, SqlFragment condition) throws SQLException {
    add(root, root, locked(root, condition.and(rows.live(root, "t"))));
    while (!open.isEmpty()) {
      Portion portion = open.remove();
      for (Edge edge : graph.edgesTo(portion.table())) {
        if (edge.action() == OnDelete.CASCADE) {
          add(root, edge.child(), children(edge, portion.keys()));
        }
      }
    }
  }

  private void add(CatalogTable root, CatalogTable table, List<KeysetCursor> keys) {
    Set<KeysetCursor> known = found.computeIfAbsent(table.name(), name -> new LinkedHashSet<>());
    List<KeysetCursor> added = keys.stream().filter(known::add).toList();
    count += added.size();
    if (count > most) {
      throw new DeletionTooLargeException(root.name(), most);
    }
    RowSql.portions(added).forEach(portion -> open.add(new Portion(table, portion)));
  }

  private List<KeysetCursor> locked(CatalogTable table, SqlFragment condition) throws SQLException {
    return rows.keys(
        connection,
        table,
        "t",
        condition.within(" FROM " + rows.quote(table) + " t WHERE ", limit() + " FOR UPDATE"));
  }

  /** One more than is allowed tells that there are too many. */
  private String limit() {
    return " LIMIT " + (most + 1);
  }

  private List<KeysetCursor> children(Edge edge, List<KeysetCursor> parents) throws SQLException {
    return rows.keys(
        connection,
        edge.child(),
        "c",
        rows.in(edge.parent(), "p", parents).within(childrenFrom(edge), limit() + " FOR UPDATE"));
  }

  private String childrenFrom(Edge edge) {
    return " FROM "
        + rows.quote(edge.child())
        + " c JOIN "
        + rows.quote(edge.parent())
        + " p ON "
        + rows.joined(edge.key())
        + rows.andLive(edge.child(), "c")
        + " WHERE ";
  }

  Set<KeysetCursor> found(CatalogTable table) {
    return found.getOrDefault(table.name(), Set.of());
  }

  /** Refuses if a live row that stays protects one that would go. */
  void refuseProtected() throws SQLException {
    for (Edge edge : edges(OnDelete.PROTECT)) {
      long protecting = 0;
      for (List<KeysetCursor> portion : RowSql.portions(found(edge.parent()))) {
        protecting += staying(edge, children(edge, portion)).size();
      }
      if (protecting > 0) {
        throw new RowProtectedException(edge.key(), protecting);
      }
    }
  }

  private List<KeysetCursor> staying(Edge edge, Collection<KeysetCursor> children) {
    return children.stream().filter(key -> !found(edge.child()).contains(key)).toList();
  }

  private List<Edge> edges(OnDelete action) {
    return graph.childrenFirst().stream()
        .filter(table -> !found(table).isEmpty())
        .flatMap(table -> graph.edgesTo(table).stream())
        .filter(edge -> edge.action() == action)
        .toList();
  }

  /** A row that stays, and the foreign key that it loses. */
  record Detached(Edge edge, KeysetCursor child, KeysetCursor foreignKey) {}

  /** Returns the rows that stay and lose their foreign key, locked. */
  List<Detached> detached() throws SQLException {
    List<Detached> detached = new ArrayList<>();
    for (Edge edge : edges(OnDelete.DETACH)) {
      for (List<KeysetCursor> portion : RowSql.portions(found(edge.parent()))) {
        Sql.each(
            connection,
            rows.in(edge.parent(), "p", portion)
                .within(
                    "SELECT "
                        + rows.columns("c", edge.child().primaryKey())
                        + ", "
                        + rows.columns("c", edge.key().columns())
                        + childrenFrom(edge),
                    " FOR UPDATE"),
            row -> {
              int width = edge.child().primaryKey().size();
              KeysetCursor child = RowValues.key(row, 1, edge.child().primaryKey());
              if (!found(edge.child()).contains(child)) {
                detached.add(
                    new Detached(edge, child, RowValues.key(row, width + 1, edge.key().columns())));
              }
            });
      }
    }
    return detached;
  }
}
