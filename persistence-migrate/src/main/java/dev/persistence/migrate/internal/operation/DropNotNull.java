package dev.persistence.migrate.internal.operation;

import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.TableName;
import dev.persistence.migrate.Phase;
import dev.persistence.migrate.internal.engine.Change;
import dev.persistence.migrate.internal.engine.Column;
import dev.persistence.migrate.internal.engine.Engine;
import dev.persistence.migrate.internal.engine.Fill;
import dev.persistence.migrate.internal.engine.LockTaken;
import dev.persistence.migrate.internal.engine.Step;
import dev.persistence.migrate.internal.engine.Table;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Allows NULL in a column from the start, since the new version may write it then.
 *
 * @param down the value that an abort puts in place of NULL
 */
public record DropNotNull(TableName table, Identifier column, String down) implements Operation {

  @Override
  public String describe() {
    return "drop not null " + table + "." + column + " down " + down;
  }

  @Override
  public void plan(Draft draft) throws SQLException {
    Workbench workbench = draft.workbench();
    Engine engine = workbench.engine();
    Table found = workbench.table(table);
    Column old = Workbench.column(found, column);
    Columns.requireWritable(old);
    if (old.nullable()) {
      throw new Refusal("column \"" + column + "\" allows NULL already", "Leave it as it is");
    }
    if (found.key().contains(column)) {
      throw new Refusal(
          "column \"" + column + "\" belongs to the key of \"" + found.name() + "\"",
          "Give the table another key before");
    }
    workbench.requireAllRows(found);
    workbench.requireChildless(found);
    new Rehearsal(workbench, found).value(old, down, Set.of(column));
    draft.touch(found.name(), Columns.names(found.mentionedIn(down)), Set.of(column));
    draft.add(Phase.EXPAND, found.name(), List.of(engine.ddl().dropNotNull(found, old)));
    List<Step> back = new ArrayList<>(backAgain(workbench, found, old));
    for (int i = back.size() - 1; i >= 0; i--) {
      draft.addFirst(Phase.ABORT, found.name(), back.get(i));
    }
  }

  private List<Step> backAgain(Workbench workbench, Table found, Column old) {
    Engine engine = workbench.engine();
    String id = workbench.triggerId(this);
    List<Change> triggers = engine.triggers().create(new Fill(id, found, column, down));
    String quoted = workbench.quote(column);
    String update =
        "UPDATE "
            + engine.dialect().quote(found.name())
            + " SET "
            + workbench.assignment(found, column, down)
            + " WHERE "
            + quoted
            + " IS NULL";
    List<Step> back = new ArrayList<>();
    back.add(engine.ddl().triggers("fill NULL in " + column, triggers));
    back.add(Step.alone("fill NULL of old rows", LockTaken.ROWS, Change.repeatable(update)));
    back.addAll(engine.ddl().setNotNull(found, old));
    back.add(
        engine
            .ddl()
            .triggers(
                "stop filling NULL in " + column, engine.triggers().drop(id, found, triggers)));
    return back;
  }

  /** Rows in which the new version has meant NULL. */
  @Override
  public Optional<Loss> loss(Workbench workbench) throws SQLException {
    return Optional.of(
        new Loss(workbench.table(table), column.name(), workbench.quote(column) + " IS NULL"));
  }
}
