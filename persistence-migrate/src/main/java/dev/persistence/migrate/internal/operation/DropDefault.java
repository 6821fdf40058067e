package dev.persistence.migrate.internal.operation;

import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.TableName;
import dev.persistence.migrate.Phase;
import dev.persistence.migrate.internal.engine.Column;
import dev.persistence.migrate.internal.engine.Table;
import java.sql.SQLException;
import java.util.List;

/** Takes a column's default value away, once no old version is left that counts on it. */
public record DropDefault(TableName table, Identifier column) implements Operation {

  @Override
  public String describe() {
    return "drop default " + table + "." + column;
  }

  @Override
  public void plan(Draft draft) throws SQLException {
    Table found = draft.workbench().table(table);
    Column old = Workbench.column(found, column);
    Columns.requireWritable(old);
    if (old.defaultValue() == null) {
      throw new Refusal("column \"" + column + "\" has no default", "Take it out of the migration");
    }
    draft.add(
        Phase.CONTRACT,
        found.name(),
        List.of(draft.workbench().engine().ddl().setDefault(found, column, null)));
  }
}
