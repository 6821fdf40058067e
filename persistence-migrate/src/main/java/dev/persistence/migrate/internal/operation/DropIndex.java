package dev.persistence.migrate.internal.operation;

import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.TableName;
import dev.persistence.migrate.Phase;
import dev.persistence.migrate.internal.engine.Table;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Drops an index, once no old version is left whose queries need it. */
public record DropIndex(TableName table, Identifier index) implements Operation {

  @Override
  public String describe() {
    return "drop index " + index + " on " + table;
  }

  @Override
  public void plan(Draft draft) throws SQLException {
    Workbench workbench = draft.workbench();
    Table found = workbench.table(table);
    workbench.requireUnpartitioned(found);
    if (!workbench.engine().catalog().hasIndex(workbench.connection(), found, index)) {
      throw new Refusal(
          "table \"" + found.name() + "\" has no index \"" + index + "\"", "Mend its name");
    }
    Optional<String> obstacle = obstacle(workbench, found);
    if (obstacle.isPresent()) {
      throw new Refusal(
          obstacle.get(), "Drop that, and the index goes with it; or let that need it no more");
    }
    draft.add(
        Phase.CONTRACT, found.name(), List.of(workbench.engine().ddl().dropIndex(found, index)));
  }

  private Optional<String> obstacle(Workbench workbench, Table found) throws SQLException {
    return workbench
        .engine()
        .catalog()
        .needOf(workbench.connection(), found, index)
        .map(need -> "index \"" + index + "\" is needed by " + need);
  }

  @Override
  public List<String> obstacles(Workbench workbench) throws SQLException {
    return obstacle(workbench, workbench.table(table)).stream().toList();
  }
}
