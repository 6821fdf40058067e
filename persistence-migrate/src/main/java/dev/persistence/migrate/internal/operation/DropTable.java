package dev.persistence.migrate.internal.operation;

import dev.persistence.core.sql.TableName;
import dev.persistence.migrate.Phase;
import dev.persistence.migrate.internal.engine.Table;
import java.sql.SQLException;
import java.util.List;

/** Drops a table, once no old version is left that uses it. */
public record DropTable(TableName table) implements Operation {

  @Override
  public String describe() {
    return "drop table " + table;
  }

  @Override
  public void plan(Draft draft) throws SQLException {
    Table found = draft.workbench().table(table);
    List<String> dependents = dependents(draft.workbench(), found);
    if (!dependents.isEmpty()) {
      throw new Refusal(
          "table \"" + found.name() + "\" is needed by: " + dependents,
          "Drop or move them before, in a migration of their own");
    }
    draft.add(Phase.CONTRACT, null, List.of(draft.workbench().engine().ddl().dropTable(found)));
  }

  private static List<String> dependents(Workbench workbench, Table found) throws SQLException {
    return workbench.engine().catalog().dependents(workbench.connection(), found);
  }

  @Override
  public List<String> obstacles(Workbench workbench) throws SQLException {
    return dependents(workbench, workbench.table(table)).stream()
        .map(dependent -> "table \"" + table + "\" is needed by " + dependent)
        .toList();
  }
}
