package dev.persistence.migrate.internal.operation;

import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.TableName;
import dev.persistence.migrate.Phase;
import dev.persistence.migrate.internal.engine.Change;
import dev.persistence.migrate.internal.engine.Column;
import dev.persistence.migrate.internal.engine.Engine;
import dev.persistence.migrate.internal.engine.Fill;
import dev.persistence.migrate.internal.engine.Step;
import dev.persistence.migrate.internal.engine.Table;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Forbids NULL in a column. Until then whoever still writes it gets a value by a trigger, and not
 * an error.
 *
 * @param up the value in place of NULL
 */
public record SetNotNull(TableName table, Identifier column, String up) implements Operation {

  @Override
  public String describe() {
    return "set not null " + table + "." + column + " up " + up;
  }

  @Override
  public void plan(Draft draft) throws SQLException {
    Workbench workbench = draft.workbench();
    Engine engine = workbench.engine();
    Table found = workbench.table(table);
    Column old = Workbench.column(found, column);
    workbench.requireWalkable(found);
    Columns.requireWritable(old);
    if (!old.nullable()) {
      throw new Refusal(
          "column \"" + column + "\" forbids NULL already", "Take it out of the migration");
    }
    List<String> keys = engine.catalog().settingNull(workbench.connection(), found, column);
    if (!keys.isEmpty()) {
      throw new Refusal(
          "foreign keys set column \"" + column + "\" to NULL: " + keys,
          "Make them anew before, with another action than SET NULL");
    }
    String id = workbench.triggerId(this);
    new Rehearsal(workbench, found).value(old.notNull(), up, Set.of(column));
    draft.touch(found.name(), Columns.names(found.mentionedIn(up)), Set.of(column));
    Fill fill = new Fill(id, found, column, up);
    List<Change> triggers = engine.triggers().create(fill);
    Step stop =
        engine
            .ddl()
            .triggers(
                "stop filling NULL in " + column, engine.triggers().drop(id, found, triggers));
    draft.add(
        Phase.EXPAND,
        found.name(),
        List.of(engine.ddl().triggers("fill NULL in " + column, triggers)));
    draft.add(Phase.CONTRACT, found.name(), engine.ddl().setNotNull(found, old));
    draft.add(Phase.CONTRACT, found.name(), List.of(stop));
    draft.addFirst(Phase.ABORT, found.name(), stop);
  }

  @Override
  public Optional<TableName> filled() {
    return Optional.of(table);
  }

  @Override
  public Optional<Sync> sync(Workbench workbench) throws SQLException {
    Table found = workbench.table(table);
    String quoted = workbench.quote(column);
    String isNull = quoted + " IS NULL";
    return Optional.of(
        new Sync(
            workbench.triggerId(this),
            found,
            found.name() + "." + column,
            workbench.update(found, workbench.assignment(found, column, up)),
            isNull,
            isNull,
            isNull));
  }
}
