package dev.persistence.migrate.internal.operation;

import dev.persistence.core.sql.TableName;
import dev.persistence.migrate.Phase;
import dev.persistence.migrate.internal.engine.Table;
import dev.persistence.migrate.internal.engine.VersionSchemas;
import java.sql.SQLException;
import java.util.ArrayList;
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
    List<String> dependents = dependents(draft.workbench(), found, VersionSchemas.MARK);
    if (!dependents.isEmpty()) {
      throw new Refusal(
          "table \"" + found.name() + "\" is needed by: " + dependents,
          "Drop or move them before, in a migration of their own");
    }
    draft.drops(found.name());
    draft.add(Phase.CONTRACT, null, List.of(draft.workbench().engine().ddl().dropTable(found)));
  }

  private static List<String> dependents(Workbench workbench, Table found, String spared)
      throws SQLException {
    return workbench.engine().catalog().dependents(workbench.connection(), found, spared);
  }

  @Override
  public List<String> obstacles(Workbench workbench) throws SQLException {
    String going = VersionSchemas.going(workbench.version());
    List<String> obstacles = new ArrayList<>(workbench.othersOn(table));
    dependents(workbench, workbench.table(table), going).stream()
        .map(dependent -> "table \"" + table + "\" is needed by " + dependent)
        .forEach(obstacles::add);
    return obstacles;
  }
}
