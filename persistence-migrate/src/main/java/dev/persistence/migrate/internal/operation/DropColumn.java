package dev.persistence.migrate.internal.operation;

import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.TableName;
import dev.persistence.migrate.Phase;
import dev.persistence.migrate.internal.engine.Change;
import dev.persistence.migrate.internal.engine.Column;
import dev.persistence.migrate.internal.engine.Engine;
import dev.persistence.migrate.internal.engine.Fill;
import dev.persistence.migrate.internal.engine.Table;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Drops a column. Until then it gets a value where the new version inserts a row without it.
 *
 * @param down that value; null if NULL or the column's default will do
 */
public record DropColumn(TableName table, Identifier column, @Nullable String down)
    implements Operation {

  @Override
  public String describe() {
    return "drop column " + table + "." + column + " down " + down;
  }

  @Override
  public void plan(Draft draft) throws SQLException {
    Workbench workbench = draft.workbench();
    Engine engine = workbench.engine();
    Table found = workbench.table(table);
    Column old = Workbench.column(found, column);
    Columns.requireAlone(workbench, found, column);
    if (down == null && !old.nullable() && old.defaultValue() == null && !old.generated()) {
      throw new Refusal(
          "column \""
              + column
              + "\" forbids NULL and has no default, so that the new version could"
              + " insert no row while the old one is still in use",
          "Give it a down");
    }
    draft.loses(found.name(), List.of(column));
    List<Change> dropTriggers = List.of();
    if (down != null) {
      Columns.requireWritable(old);
      workbench.requireChildless(found);
      String id = workbench.triggerId(this);
      new Rehearsal(workbench, found).value(old, down, Set.of(column));
      draft.touch(found.name(), Columns.names(found.mentionedIn(down)), Set.of(column));
      Fill fill = new Fill(id, found, column, down);
      List<Change> triggers = engine.triggers().create(fill);
      dropTriggers = engine.triggers().drop(id, found, triggers);
      draft.add(
          Phase.EXPAND, found.name(), List.of(engine.ddl().triggers("fill " + column, triggers)));
      draft.addFirst(
          Phase.ABORT, found.name(), engine.ddl().triggers("stop filling " + column, dropTriggers));
    }
    draft.add(
        Phase.CONTRACT,
        found.name(),
        List.of(engine.ddl().drop("drop column " + column, found, dropTriggers, List.of(column))));
  }

  @Override
  public List<String> obstacles(Workbench workbench) throws SQLException {
    return Columns.obstacles(workbench, table, column);
  }
}
