package dev.persistence.lifecycle.subject;

import dev.persistence.core.Explanation;
import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.TableName;
import dev.persistence.lifecycle.CatalogTable;
import dev.persistence.lifecycle.PlanRefusedException;
import dev.persistence.lifecycle.PlanRefusedException.Reason;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The steps of an erasure in an order in which each child's rows are dealt with before those that
 * they lead to. A ring of foreign keys is opened at one that may be NULL. Not thread-safe.
 */
final class StepOrder {

  private final SubjectGraph graph;
  private final List<Step> cuts = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();
  private final Set<TableName> open = new LinkedHashSet<>();
  private final Set<Edge> cut = new LinkedHashSet<>();

  private StepOrder(SubjectGraph graph) {
    this.graph = graph;
    graph.tables().forEach(table -> open.add(table.name()));
  }

  /**
   * Returns the steps.
   *
   * @throws PlanRefusedException if rows that stay would lead to rows that go, or there is no order
   */
  static List<Step> of(SubjectGraph graph) {
    StepOrder order = new StepOrder(graph);
    order.cutOwn();
    while (!order.open.isEmpty()) {
      Optional<TableName> next = order.open.stream().filter(order::isFree).findFirst();
      next.ifPresentOrElse(order::place, order::openRing);
    }
    List<Step> all = new ArrayList<>(order.cuts);
    all.addAll(order.steps);
    return all;
  }

  /** No order of the rows of one table is known in which each goes before its parent. */
  private void cutOwn() {
    for (TableName table : open) {
      for (Edge edge : graph.edgesTo(table)) {
        if (edge.isOwn() && edge.enforced() && graph.deletes(table)) {
          cut(edge);
        }
      }
    }
  }

  private boolean isFree(TableName table) {
    return graph.edgesTo(table).stream().noneMatch(this::blocks);
  }

  private boolean blocks(Edge edge) {
    return open.contains(edge.child()) && !edge.isOwn() && !cut.contains(edge);
  }

  private void openRing() {
    List<Edge> blocking =
        open.stream().flatMap(table -> graph.edgesTo(table).stream()).filter(this::blocks).toList();
    List<Edge> ring = blocking.stream().filter(edge -> isInRing(edge, blocking)).toList();
    Edge edge =
        ring.stream()
            .filter(each -> !graph.deletes(each.parent()) || graph.isCuttable(each))
            .findFirst()
            .orElse(ring.get(0));
    if (graph.deletes(edge.parent())) {
      cut(edge);
    } else {
      cut.add(edge); // Rows that stay can be led to, so that any order does.
    }
  }

  /** Tells whether a way leads from the parent back to the child. */
  private static boolean isInRing(Edge edge, List<Edge> blocking) {
    Set<TableName> reached = new LinkedHashSet<>(Set.of(edge.parent()));
    boolean further = true;
    while (further && !reached.contains(edge.child())) {
      further = false;
      for (Edge each : blocking) {
        further |= reached.contains(each.child()) && reached.add(each.parent());
      }
    }
    return reached.contains(edge.child());
  }

  private void cut(Edge edge) {
    if (!graph.isCuttable(edge)) {
      throw refused(
          edge,
          "the foreign key " + edge.key() + " is part of a ring, in which no row can go first",
          "Let one column of the ring be NULL that is not the way to the subject");
    }
    cut.add(edge);
    if (graph.deletes(edge.child())) {
      cuts.add(new Step(edge.child(), Action.DETACH, edge, true));
    }
  }

  private void place(TableName table) {
    open.remove(table);
    Action action = graph.rules().action(table);
    if (action == Action.DELETE) {
      graph.edgesTo(table).stream().filter(Edge::enforced).forEach(this::leave);
    }
    steps.add(Step.of(table, action));
  }

  /** Says what becomes of rows that stay, and lead to rows that go. */
  private void leave(Edge edge) {
    if (edge.detaches()) {
      if (!graph.isNullable(edge)) {
        Identifier first = edge.key().columns().get(0);
        throw new PlanRefusedException(
            Reason.NOT_NULL,
            edge.child(),
            first,
            new Explanation(
                "Rows of \"" + edge.child() + "\" cannot be detached",
                "a column of the foreign key " + edge.key() + " must not be NULL",
                "Let it be NULL, or let the rows of \"" + edge.parent() + "\" be anonymized"));
      }
      CatalogTable child = graph.catalog().table(edge.child());
      child.requirePrimaryKey();
      steps.add(new Step(edge.child(), Action.DETACH, edge, false));
    } else if (graph.reaches(edge.child()) && !graph.deletes(edge.child())) {
      throw refused(
          edge,
          "its rows stay, and lead to rows of \"" + edge.parent() + "\", which go",
          "Let the foreign key \""
              + edge.key().name()
              + "\" be detached by onDelete(…), or let the rows of \""
              + edge.parent()
              + "\" be anonymized or kept");
    }
  }

  private static PlanRefusedException refused(Edge edge, String why, String remedy) {
    return new PlanRefusedException(
        Reason.UNDECIDED_FOREIGN_KEY,
        edge.child(),
        edge.key().columns().get(0),
        new Explanation(
            "No order is known in which rows of \"" + edge.child() + "\" are erased", why, remedy));
  }
}
