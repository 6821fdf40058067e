package dev.persistence.lifecycle.softdelete;

import dev.persistence.core.Explanation;
import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.TableName;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.CatalogTable;
import dev.persistence.lifecycle.ForeignKey;
import dev.persistence.lifecycle.OnDelete;
import dev.persistence.lifecycle.PlanRefusedException;
import dev.persistence.lifecycle.PlanRefusedException.Reason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The foreign keys between tables that say what a soft delete does, checked, and the order of
 * tables in which no child comes behind its parent.
 */
final class Graph {

  private final Catalog catalog;
  private final List<Edge> edges = new ArrayList<>();
  private final List<CatalogTable> childrenFirst = new ArrayList<>();

  /** A foreign key to a soft-deletable table, and what a delete does along it. */
  record Edge(ForeignKey key, CatalogTable child, CatalogTable parent, OnDelete action) {}

  Graph(Catalog catalog) {
    this.catalog = catalog;
    for (CatalogTable parent : softDeletable()) {
      for (ForeignKey key : catalog.foreignKeysTo(parent.name())) {
        CatalogTable child = catalog.table(key.child());
        if (!child.isGuard(key)) {
          edges.add(edge(key, child, parent));
        }
      }
    }
    Set<TableName> visited = new HashSet<>();
    softDeletable().forEach(table -> order(table, visited));
  }

  private List<CatalogTable> softDeletable() {
    return catalog.tables().stream().filter(CatalogTable::isSoftDeletable).toList();
  }

  private void order(CatalogTable table, Set<TableName> visited) {
    if (visited.add(table.name())) {
      edgesTo(table).stream()
          .filter(edge -> edge.child().isSoftDeletable())
          .forEach(edge -> order(edge.child(), visited));
      childrenFirst.add(table);
    }
  }

  List<Edge> edgesTo(CatalogTable parent) {
    return edges.stream().filter(edge -> edge.parent().name().equals(parent.name())).toList();
  }

  List<Edge> edgesFrom(CatalogTable child) {
    return edges.stream().filter(edge -> edge.child().name().equals(child.name())).toList();
  }

  /**
   * Returns the soft-deletable tables, children before their parents as far as there is an order.
   */
  List<CatalogTable> childrenFirst() {
    return List.copyOf(childrenFirst);
  }

  private static Edge edge(ForeignKey key, CatalogTable child, CatalogTable parent) {
    OnDelete said = child.description().onDelete().get(key.name());
    if (said == null && !child.isSoftDeletable()) {
      throw refused(
          key,
          "nothing says what becomes of rows of \""
              + child
              + "\", which cannot be soft-deleted, when those of \""
              + parent
              + "\" are",
          "Let them protect or be detached by onDelete(\"" + key.name() + "\", …)");
    }
    OnDelete action = said == null ? OnDelete.CASCADE : said;
    if (action == OnDelete.CASCADE && !child.isSoftDeletable()) {
      throw refused(
          key,
          "rows of \"" + child + "\" cannot be soft-deleted with their parents",
          "Describe the table with softDelete(), or let its rows protect or be detached");
    }
    checkIndex(key, child);
    if (action == OnDelete.DETACH) {
      checkDetachable(key, child);
    }
    return new Edge(key, child, parent, action);
  }

  private static void checkIndex(ForeignKey key, CatalogTable child) {
    if (!child.hasIndexFor(key.columns()) && !LiveKeys.hasLiveIndexFor(child, key.columns())) {
      throw new PlanRefusedException(
          Reason.UNINDEXED_FOREIGN_KEY,
          child.name(),
          key.columns().get(0),
          new Explanation(
              "The foreign key " + key + " has no index",
              "each delete of a parent would read the whole table \"" + child + "\"",
              "Create an index on its columns " + key.columns()));
    }
  }

  private static void checkDetachable(ForeignKey key, CatalogTable child) {
    for (Identifier column : key.columns()) {
      if (!child.column(column).nullable()) {
        throw new PlanRefusedException(
            Reason.NOT_NULL,
            child.name(),
            column,
            new Explanation(
                "Rows of \"" + child + "\" cannot be detached from \"" + key.parent() + "\"",
                "column \"" + column + "\" of " + key + " must not be NULL",
                "Let it be NULL, or let the rows cascade or protect"));
      }
    }
    child.requirePrimaryKey();
  }

  private static PlanRefusedException refused(ForeignKey key, String why, String remedy) {
    return new PlanRefusedException(
        Reason.UNDECIDED_FOREIGN_KEY,
        key.child(),
        key.columns().get(0),
        new Explanation("The foreign key " + key + " cannot be followed", why, remedy));
  }
}
