package dev.persistence.migrate.internal.operation;

import dev.persistence.core.sql.TableName;
import dev.persistence.migrate.Phase;
import dev.persistence.migrate.internal.engine.Engine;
import dev.persistence.migrate.internal.engine.Table;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Creates a table for the new version.
 *
 * @param definition SQL text between the parentheses
 */
public record CreateTable(TableName table, String definition) implements Operation {

  @Override
  public String describe() {
    return "create table " + table + " " + definition;
  }

  @Override
  public void plan(Draft draft) throws SQLException {
    Workbench workbench = draft.workbench();
    Engine engine = workbench.engine();
    TableName name = workbench.qualified(table);
    Table created = new Table(name, List.of(), List.of(), false, false);
    if (engine.catalog().isTaken(workbench.connection(), created, name.name())) {
      throw new Refusal(
          "there is a table, a view or the like \"" + name + "\" already", "Choose another name");
    }
    draft.add(Phase.EXPAND, null, List.of(engine.ddl().createTable(created, definition)));
    draft.addFirst(Phase.ABORT, null, engine.ddl().dropTable(created));
  }

  /** Every row that is in it by now. */
  @Override
  public Optional<Loss> loss(Workbench workbench) throws SQLException {
    return workbench
        .engine()
        .catalog()
        .find(workbench.connection(), workbench.qualified(table))
        .map(found -> new Loss(found, "row", "1 = 1"));
  }
}
