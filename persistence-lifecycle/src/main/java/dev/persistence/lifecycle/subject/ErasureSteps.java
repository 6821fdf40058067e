package dev.persistence.lifecycle.subject;

import dev.persistence.core.keyset.KeysetCursor;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.lifecycle.CatalogTable;
import dev.persistence.lifecycle.anonymize.Anonymizer;
import dev.persistence.lifecycle.internal.RowSql;
import dev.persistence.lifecycle.internal.engine.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** One batch of each kind of step: the rows are locked, asked once more, and then changed. */
final class ErasureSteps {

  private final SubjectGraph graph;
  private final SubjectSql sql;
  private final RowSql rows;
  private final Traces traces;
  private final int batchRows;

  ErasureSteps(SubjectGraph graph, SubjectSql sql, int batchRows) {
    this.graph = graph;
    this.sql = sql;
    this.rows = new RowSql(graph.catalog());
    this.traces = new Traces(graph);
    this.batchRows = batchRows;
  }

  /** Does one batch behind the gate, and returns how many rows it changed; 0 at the end. */
  int run(Connection connection, Step step) throws SQLException {
    CatalogTable table = graph.catalog().table(step.table());
    return switch (step.action()) {
      case DELETE -> delete(connection, table);
      case ANONYMIZE -> anonymize(connection, table);
      case DETACH -> detach(connection, table, step);
      case KEEP, STORE -> 0;
    };
  }

  private List<KeysetCursor> lock(Connection connection, CatalogTable table, SqlFragment these)
      throws SQLException {
    String from = " FROM " + rows.quote(table) + " t WHERE ";
    SqlFragment query = these.within(from, " LIMIT " + batchRows + " FOR UPDATE");
    return rows.keys(connection, table, "t", query);
  }

  /** A row that leads to one of these may have come before the lock: hence asked once more. */
  private int delete(Connection connection, CatalogTable table) throws SQLException {
    SqlFragment going = going(table);
    List<KeysetCursor> locked = lock(connection, table, sql.owned(table, "t").and(going));
    if (locked.isEmpty()) {
      return 0;
    }
    SqlFragment still = rows.in(table, "t", locked).and(going);
    String from = " FROM " + rows.quote(table) + " t WHERE ";
    List<KeysetCursor> gone = rows.keys(connection, table, "t", still.within(from, ""));
    if (gone.isEmpty()) {
      return 0;
    }
    traces.remove(connection, table, gone);
    return rows.remove(connection, table, gone);
  }

  private SqlFragment going(CatalogTable table) {
    SqlFragment free = sql.free(table, "t");
    SqlFragment unneeded = sql.unneeded(table, "t");
    return unneeded == null ? free : free.and(unneeded);
  }

  /** Returns the condition that a row of an anonymized table is as it was. */
  static SqlFragment plain(Anonymizer anonymizer) {
    return anonymizer.anonymizedRows().within("CASE WHEN ", " THEN 1 ELSE 0 END = 0");
  }

  private int anonymize(Connection connection, CatalogTable table) throws SQLException {
    Anonymizer anonymizer = Objects.requireNonNull(graph.rules().anonymizers().get(table.name()));
    SqlFragment these = sql.owned(table, "t").and(sql.free(table, "t")).and(plain(anonymizer));
    List<KeysetCursor> locked = lock(connection, table, these);
    return locked.isEmpty()
        ? 0
        : (int) anonymizer.anonymize(connection, rows.in(table, rows.quote(table), locked));
  }

  private int detach(Connection connection, CatalogTable table, Step step) throws SQLException {
    Edge edge = Objects.requireNonNull(step.edge());
    SqlFragment these = step.own() ? sql.owned(table, "t") : sql.leading(edge, "t");
    List<KeysetCursor> locked =
        lock(connection, table, these.and(sql.free(table, "t")).and(sql.leads(edge, "t")));
    if (locked.isEmpty()) {
      return 0;
    }
    String nulls =
        edge.key().columns().stream()
            .map(column -> rows.quote(column) + " = NULL")
            .collect(Collectors.joining(", "));
    String update = "UPDATE " + rows.quote(table) + " SET " + nulls + " WHERE ";
    return Sql.update(connection, rows.in(table, rows.quote(table), locked).within(update, ""));
  }
}
