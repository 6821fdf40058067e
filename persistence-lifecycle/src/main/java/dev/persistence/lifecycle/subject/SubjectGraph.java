package dev.persistence.lifecycle.subject;

import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.TableName;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.CatalogTable;
import dev.persistence.lifecycle.PlanRefusedException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which tables have rows of an owner, by what way, and what becomes of these. The owner is a
 * subject, or a tenant.
 *
 * <p>A table with the owner's column has those rows that name the owner, and no others, whatever
 * they lead to; any other table has those that lead to rows of the owner.
 */
final class SubjectGraph {

  private final Catalog catalog;
  private final SubjectRules rules;
  private final Owner owner;
  private final List<Edge> edges;
  private final Map<TableName, List<Edge>> ways = new LinkedHashMap<>();

  /**
   * Refuses what nobody has described, and personal columns to which no way leads.
   *
   * @throws PlanRefusedException as told
   */
  SubjectGraph(Catalog catalog, SubjectRules rules) {
    this(catalog, rules, Owner.SUBJECT);
  }

  private SubjectGraph(Catalog catalog, SubjectRules rules, Owner owner) {
    this.catalog = catalog;
    this.rules = rules;
    this.owner = owner;
    catalog.requireNoDrift();
    this.edges = Edges.of(catalog);
    walk();
    catalog.tables().forEach(this::check);
  }

  /**
   * Returns which rows are a tenant's. All foreign keys are ways, whatever a deletion does along
   * them.
   *
   * @throws PlanRefusedException for what nobody has described, and for a table to which no way
   *     leads and which is not shared
   */
  static SubjectGraph ofTenants(Catalog catalog) {
    return new SubjectGraph(catalog, SubjectRules.keepAllOfTenants(catalog), Owner.TENANT);
  }

  private void walk() {
    Deque<TableName> open = new ArrayDeque<>();
    for (CatalogTable table : catalog.tables()) {
      if (owner.column(table) != null) {
        ways.put(table.name(), List.of());
        open.add(table.name());
      }
    }
    while (!open.isEmpty()) {
      for (Edge edge : edgesTo(open.remove())) {
        CatalogTable child = catalog.table(edge.child());
        boolean belongs = edge.cascades() || rules.isTold(child.name());
        if (owner.column(child) == null && !owner.isNobodys(child) && belongs) {
          List<Edge> known = ways.get(child.name());
          if (known == null) {
            known = new ArrayList<>();
            ways.put(child.name(), known);
            open.add(child.name());
          }
          known.add(edge);
        }
      }
    }
  }

  private void check(CatalogTable table) {
    boolean reached = ways.containsKey(table.name());
    boolean told = rules.isTold(table.name());
    if (reached) {
      table.requirePrimaryKey();
    } else if (told || (!owner.isNobodys(table) && !table.description().personal().isEmpty())) {
      throw owner.unknownFor(table, told);
    }
  }

  Catalog catalog() {
    return catalog;
  }

  Owner owner() {
    return owner;
  }

  SubjectRules rules() {
    return rules;
  }

  /** Returns the tables that may have rows of an owner. */
  List<CatalogTable> tables() {
    return ways.keySet().stream().map(catalog::table).toList();
  }

  boolean reaches(TableName table) {
    return ways.containsKey(table);
  }

  /** Tells whether rows of the table go. */
  boolean deletes(TableName table) {
    return reaches(table) && rules.action(table) == Action.DELETE;
  }

  /** Returns by which edges rows of a table without the owner's column belong to somebody. */
  List<Edge> ways(TableName table) {
    return List.copyOf(ways.getOrDefault(table, List.of()));
  }

  List<Edge> edgesTo(TableName parent) {
    return edges.stream().filter(edge -> edge.parent().equals(parent)).toList();
  }

  /** Tells whether rows can lose this foreign key and are still found as the owner's. */
  boolean isCuttable(Edge edge) {
    CatalogTable child = catalog.table(edge.child());
    Identifier column = owner.column(child);
    return isNullable(edge)
        && !ways(edge.child()).contains(edge)
        && (column == null || !edge.key().columns().contains(column));
  }

  boolean isNullable(Edge edge) {
    CatalogTable child = catalog.table(edge.child());
    return edge.key().columns().stream().allMatch(column -> child.column(column).nullable());
  }
}
