package dev.persistence.migrate.internal.operation;

import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.TableName;
import dev.persistence.migrate.Phase;
import dev.persistence.migrate.internal.engine.Names;
import dev.persistence.migrate.internal.engine.Step;
import dev.persistence.migrate.internal.engine.Table;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Adds a condition on rows, once no old version is left whose writes it could fail.
 *
 * @param condition SQL text over the table's columns
 */
public record AddCheck(TableName table, Identifier constraint, String condition)
    implements Operation {

  @Override
  public String describe() {
    return "add check " + table + "." + constraint + " " + condition;
  }

  @Override
  public void plan(Draft draft) throws SQLException {
    Table found = draft.workbench().table(table);
    draft.workbench().requireWalkable(found);
    draft.workbench().requireFreeConstraint(found, constraint);
    List<Step> steps = steps(draft, found);
    draft.tryOut(draft.workbench().select(found, condition));
    new Rehearsal(draft.workbench(), found).check(condition);
    draft.add(Phase.CONTRACT, found.name(), steps);
  }

  private List<Step> steps(Draft draft, Table found) {
    try {
      return draft.workbench().engine().ddl().addCheck(found, constraint, condition);
    } catch (UnsupportedOperationException impossible) {
      throw new Refusal(
          String.valueOf(impossible.getMessage()),
          "Check in the application, or in a maintenance window");
    }
  }

  /** A row that gives false; NULL passes, as it does for the database. */
  @Override
  public Optional<Sync> sync(Workbench workbench) throws SQLException {
    Table found = workbench.table(table);
    String broken = "NOT (" + condition + ")";
    return Optional.of(
        new Sync(
            Names.of("chk", workbench.version() + describe()),
            found,
            found.name() + " " + constraint,
            null,
            Sync.NEVER,
            broken,
            broken));
  }
}
