package dev.persistence.lifecycle.subject;

import dev.persistence.core.sql.SqlFragment;
import dev.persistence.lifecycle.CatalogTable;
import dev.persistence.lifecycle.internal.RowSql;
import dev.persistence.lifecycle.internal.engine.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Counts rows that are the subject's, and tells why they stay. */
final class Leftover {

  static final String HOLD = "a legal hold";
  static final String NEEDED = "rows of others lead to them, or came meanwhile";

  private final SubjectGraph graph;
  private final SubjectSql sql;
  private final RowSql rows;

  Leftover(SubjectGraph graph, SubjectSql sql) {
    this.graph = graph;
    this.sql = sql;
    this.rows = new RowSql(graph.catalog());
  }

  /** How many rows are there as they were, and how many of them a hold on a row keeps. */
  record Rows(long all, long held) {}

  Rows count(Connection connection, Step step) throws SQLException {
    CatalogTable table = graph.catalog().table(step.table());
    SqlFragment these = these(table, step);
    SqlFragment held = these.and(sql.free(table, "t").within("NOT (", ")"));
    return new Rows(count(connection, table, these), count(connection, table, held));
  }

  private SqlFragment these(CatalogTable table, Step step) {
    SqlFragment owned = sql.owned(table, "t");
    Edge edge = step.edge();
    if (edge != null) {
      return (step.own() ? owned : sql.leading(edge, "t")).and(sql.leads(edge, "t"));
    }
    return step.action() == Action.ANONYMIZE
        ? owned.and(
            ErasureSteps.plain(
                Objects.requireNonNull(graph.rules().anonymizers().get(table.name()))))
        : owned;
  }

  private long count(Connection connection, CatalogTable table, SqlFragment these)
      throws SQLException {
    String query = "SELECT COUNT(*) FROM " + rows.quote(table) + " t WHERE ";
    return Sql.number(connection, these.within(query, ""));
  }

  /** Says why rows stay, or null if none does. */
  @Nullable String because(Step step, Rows left, boolean held) {
    if (step.action() == Action.KEEP) {
      return graph.rules().kept().get(step.table());
    }
    if (left.all() == 0) {
      return null;
    }
    return held || left.held() > 0 ? HOLD : NEEDED;
  }
}
