package dev.persistence.migrate.internal.operation;

import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.TableName;
import dev.persistence.migrate.Phase;
import dev.persistence.migrate.internal.engine.Catalog;
import dev.persistence.migrate.internal.engine.Ddl;
import dev.persistence.migrate.internal.engine.Table;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Gives a table another name. Until no old version is left the new one is a view, through which
 * rows are read and written all the same: it has the columns of the new version.
 */
public record RenameTable(TableName table, Identifier to) implements Operation {

  @Override
  public String describe() {
    return "rename table " + table + " to " + to;
  }

  @Override
  public void plan(Draft draft) throws SQLException {
    Workbench workbench = draft.workbench();
    Catalog catalog = workbench.engine().catalog();
    Table found = workbench.table(table);
    if (catalog.isTaken(workbench.connection(), found, to)) {
      throw new Refusal("the name \"" + to + "\" is taken", "Choose another one");
    }
    List<String> obstacles = obstacles(workbench);
    if (!obstacles.isEmpty()) {
      throw new Refusal(
          String.join("; ", obstacles), "Drop or complete them before, or make them new after");
    }
    draft.renames(found.name(), to);
    Ddl ddl = workbench.engine().ddl();
    List<String> grants = catalog.grants(workbench.connection(), found);
    draft.add(Phase.EXPAND, null, List.of(ddl.createView(draft.asNew(found), to, grants)));
    draft.add(Phase.CONTRACT, null, List.of(ddl.rename(found, to)));
    draft.addFirst(Phase.ABORT, null, ddl.dropView(found, to));
  }

  /**
   * Returns the operations with the new names behind what else becomes of tables: the view is made
   * of all columns, and dropped before them, and until the last step there is the old name.
   */
  public static List<Operation> behindTheOthers(List<Operation> operations) {
    List<Operation> ordered = new ArrayList<>(operations);
    int last = operations.size();
    while (last > 0 && operations.get(last - 1) instanceof RawSql) {
      last--;
    }
    ordered.subList(0, last).sort(Comparator.comparing(RenameTable.class::isInstance));
    return ordered;
  }

  @Override
  public List<String> obstacles(Workbench workbench) throws SQLException {
    List<String> obstacles = new ArrayList<>(viewsByName(workbench));
    obstacles.addAll(workbench.othersOn(table));
    return obstacles;
  }

  /** Views that find the table by its name. */
  private List<String> viewsByName(Workbench workbench) throws SQLException {
    Catalog catalog = workbench.engine().catalog();
    return catalog.viewsByName(workbench.connection(), workbench.table(table)).stream()
        .filter(view -> !view.equals(to.name()))
        .map(view -> "view \"" + view + "\" would no longer find the table \"" + table + "\"")
        .toList();
  }
}
