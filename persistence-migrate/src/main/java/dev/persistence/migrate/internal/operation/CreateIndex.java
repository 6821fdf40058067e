package dev.persistence.migrate.internal.operation;

import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.TableName;
import dev.persistence.migrate.Phase;
import dev.persistence.migrate.internal.engine.Ddl;
import dev.persistence.migrate.internal.engine.Table;
import java.sql.SQLException;
import java.util.List;

/** Creates an index while writers go on. */
public record CreateIndex(TableName table, Identifier index, List<Identifier> columns)
    implements Operation {

  @Override
  public String describe() {
    return "create index " + index + " on " + table + " " + columns;
  }

  @Override
  public void plan(Draft draft) throws SQLException {
    Table found = draft.workbench().table(table);
    for (Identifier column : columns) {
      if (!draft.adds(found.name(), column)) {
        Workbench.column(found, column);
      }
    }
    Workbench workbench = draft.workbench();
    if (workbench.engine().catalog().hasIndex(workbench.connection(), found, index)) {
      throw new Refusal("the name \"" + index + "\" is taken", "Choose another one");
    }
    Ddl ddl = workbench.engine().ddl();
    draft.add(Phase.EXPAND, found.name(), List.of(ddl.createIndex(found, index, columns)));
    draft.addFirst(Phase.ABORT, found.name(), ddl.dropIndex(found, index));
  }
}
