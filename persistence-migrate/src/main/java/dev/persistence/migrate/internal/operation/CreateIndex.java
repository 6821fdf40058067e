package dev.persistence.migrate.internal.operation;

import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.TableName;
import dev.persistence.migrate.Phase;
import dev.persistence.migrate.internal.engine.Column;
import dev.persistence.migrate.internal.engine.Ddl;
import dev.persistence.migrate.internal.engine.Table;
import java.sql.SQLException;
import java.util.ArrayList;
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
    Workbench workbench = draft.workbench();
    Table found = workbench.table(table);
    workbench.requireUnpartitioned(found);
    Table asNew = draft.asNew(found);
    List<Column> indexed = new ArrayList<>();
    for (Identifier column : columns) {
      boolean isNew = draft.adds(found.name(), column) && asNew.column(column).isPresent();
      indexed.add(Workbench.column(isNew ? asNew : found, column));
    }
    new Rehearsal(workbench, found).index("INDEX", indexed);
    if (workbench.engine().catalog().hasIndex(workbench.connection(), found, index)) {
      throw new Refusal("the name \"" + index + "\" is taken", "Choose another one");
    }
    Ddl ddl = workbench.engine().ddl();
    draft.add(Phase.EXPAND, found.name(), List.of(ddl.createIndex(found, index, columns)));
    draft.addFirst(Phase.ABORT, found.name(), ddl.dropIndex(found, index));
  }
}
