package dev.persistence.migrate.internal.operation;

import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.TableName;
import dev.persistence.migrate.Phase;
import dev.persistence.migrate.internal.engine.Column;
import dev.persistence.migrate.internal.engine.Ddl;
import dev.persistence.migrate.internal.engine.Table;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/** Gives a column another default value, on which the new version may count from the start. */
public record SetDefault(TableName table, Identifier column, String expression)
    implements Operation {

  @Override
  public String describe() {
    return "set default " + table + "." + column + " " + expression;
  }

  @Override
  public void plan(Draft draft) throws SQLException {
    Workbench workbench = draft.workbench();
    Table found = workbench.table(table);
    Column old = Workbench.column(found, column);
    Columns.requireWritable(old);
    new Rehearsal(workbench, found).column(old.bare().withDefault(expression));
    draft.touch(found.name(), Set.of(), Set.of(column));
    Ddl ddl = workbench.engine().ddl();
    draft.add(Phase.EXPAND, found.name(), List.of(ddl.setDefault(found, column, expression)));
    draft.addFirst(Phase.ABORT, found.name(), ddl.setDefault(found, column, old.defaultValue()));
  }
}
