package dev.persistence.lifecycle.subject;

import dev.persistence.core.Explanation;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.core.sql.TableName;
import dev.persistence.lifecycle.CatalogTable;
import dev.persistence.lifecycle.LifecycleException;
import dev.persistence.lifecycle.internal.RowSql;
import dev.persistence.lifecycle.internal.engine.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Where the rows of a tenant end, and those of others and of nobody begin. */
final class TenantBounds {

  private static final String NOBODYS =
      " for which neither a column names the tenant, nor a way that goes through each table once,"
          + " if there are such";

  private final SubjectGraph graph;
  private final SubjectSql sql;

  TenantBounds(SubjectGraph graph, SubjectSql sql) {
    this.graph = graph;
    this.sql = sql;
  }

  /**
   * Refuses rows that are the tenant's by one foreign key and another's by the next; with one way
   * alone there are none.
   */
  void requireOneTenant(Connection connection, CatalogTable table) throws SQLException {
    if (graph.owner() != Owner.TENANT || graph.ways(table.name()).size() < 2) {
      return;
    }
    SqlFragment both = sql.owned(table, "t").and(sql.foreign(table, "t"));
    String count = "SELECT COUNT(*) FROM " + new RowSql(graph.catalog()).quote(table);
    long rows = Sql.number(connection, both.within(count + " t WHERE ", ""));
    if (rows > 0) {
      throw new LifecycleException(
          new Explanation(
              "Nothing was exported",
              "rows of \"" + table + "\" lead to rows of this tenant and of another: " + rows,
              "Mend these rows, or give the table a column that says whose they are, and describe"
                  + " it with tenant(…)"),
          null);
    }
  }

  /** Says which rows of the database are in no tenant's export. */
  static List<String> notHeld(String database, SubjectGraph graph) {
    Set<TableName> sure = sure(graph);
    List<String> notHeld = new ArrayList<>();
    for (CatalogTable table : graph.catalog().tables()) {
      String rows = "rows of " + table.name().name().name() + " in " + database;
      if (graph.owner().isNobodys(table)) {
        notHeld.add(rows + ", which all tenants share");
      } else if (graph.reaches(table.name()) && !sure.contains(table.name())) {
        notHeld.add(rows + NOBODYS);
      }
    }
    return notHeld;
  }

  /** Returns the tables in which each row has a tenant: by no NULL, and to no lost parent. */
  private static Set<TableName> sure(SubjectGraph graph) {
    Set<TableName> sure = new HashSet<>();
    boolean further = true;
    while (further) {
      further = false;
      for (CatalogTable table : graph.tables()) {
        further |= isSure(graph, table, sure) && sure.add(table.name());
      }
    }
    return sure;
  }

  private static boolean isSure(SubjectGraph graph, CatalogTable table, Set<TableName> sure) {
    if (graph.ways(table.name()).isEmpty()) {
      return !table.column(Objects.requireNonNull(graph.owner().column(table))).nullable();
    }
    return graph.ways(table.name()).stream()
        .anyMatch(
            edge -> edge.enforced() && !graph.isNullable(edge) && sure.contains(edge.parent()));
  }
}
