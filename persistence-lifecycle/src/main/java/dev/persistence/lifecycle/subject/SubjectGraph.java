package dev.persistence.lifecycle.subject;

import dev.persistence.core.Explanation;
import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.TableName;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.CatalogTable;
import dev.persistence.lifecycle.PlanRefusedException;
import dev.persistence.lifecycle.PlanRefusedException.Reason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which tables have rows of a subject, by what way, and what becomes of these.
 *
 * <p>A table with a subject column has those rows that name the subject, and no others, whatever
 * they lead to; any other table has those that lead to rows of the subject.
 */
final class SubjectGraph {

  private final Catalog catalog;
  private final SubjectRules rules;
  private final List<Edge> edges;
  private final Map<TableName, List<Edge>> ways = new LinkedHashMap<>();

  /**
   * Refuses what nobody has described, and personal columns to which no way leads.
   *
   * @throws PlanRefusedException as told
   */
  SubjectGraph(Catalog catalog, SubjectRules rules) {
    this.catalog = catalog;
    this.rules = rules;
    catalog.requireNoDrift();
    this.edges = Edges.of(catalog);
    walk();
    catalog.tables().forEach(this::check);
  }

  private void walk() {
    Deque<TableName> open = new ArrayDeque<>();
    for (CatalogTable table : catalog.tables()) {
      if (table.description().subject() != null) {
        ways.put(table.name(), List.of());
        open.add(table.name());
      }
    }
    while (!open.isEmpty()) {
      for (Edge edge : edgesTo(open.remove())) {
        CatalogTable child = catalog.table(edge.child());
        boolean belongs = edge.cascades() || rules.isTold(child.name());
        if (child.description().subject() == null && belongs) {
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
    } else if (told || !table.description().personal().isEmpty()) {
      throw new PlanRefusedException(
          Reason.NO_SUBJECT,
          table.name(),
          table.description().personal().stream().findFirst().orElse(null),
          new Explanation(
              "Nothing tells whose the rows of \"" + table + "\" are",
              "it has "
                  + (told ? "a rule" : "personal columns")
                  + ", no subject column, and no foreign key that cascades from a subject's rows",
              "Describe it with subject(…), or say by a rule what becomes of rows that lead to a"
                  + " subject's"));
    }
  }

  Catalog catalog() {
    return catalog;
  }

  SubjectRules rules() {
    return rules;
  }

  /** Returns the tables that may have rows of a subject. */
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

  /** Returns by which edges rows of a table without a subject column belong to somebody. */
  List<Edge> ways(TableName table) {
    return List.copyOf(ways.getOrDefault(table, List.of()));
  }

  List<Edge> edgesTo(TableName parent) {
    return edges.stream().filter(edge -> edge.parent().equals(parent)).toList();
  }

  /** Tells whether rows can lose this foreign key and are still found as the subject's. */
  boolean isCuttable(Edge edge) {
    CatalogTable child = catalog.table(edge.child());
    Identifier subject = child.description().subject();
    return isNullable(edge)
        && !ways(edge.child()).contains(edge)
        && (subject == null || !edge.key().columns().contains(subject));
  }

  boolean isNullable(Edge edge) {
    CatalogTable child = catalog.table(edge.child());
    return edge.key().columns().stream().allMatch(column -> child.column(column).nullable());
  }
}
