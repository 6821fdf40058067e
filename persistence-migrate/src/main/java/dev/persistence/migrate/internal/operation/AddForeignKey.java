package dev.persistence.migrate.internal.operation;

import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.TableName;
import dev.persistence.migrate.Phase;
import dev.persistence.migrate.internal.engine.Column;
import dev.persistence.migrate.internal.engine.Names;
import dev.persistence.migrate.internal.engine.Reference;
import dev.persistence.migrate.internal.engine.Step;
import dev.persistence.migrate.internal.engine.Table;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Demands a row of another table for every row, once no old version is left whose writes it could
 * fail. Rows without one are found before.
 */
public record AddForeignKey(TableName table, Identifier constraint, Reference reference)
    implements Operation {

  @Override
  public String describe() {
    return "add foreign key " + table + "." + constraint + " " + reference;
  }

  @Override
  public void plan(Draft draft) throws SQLException {
    Workbench workbench = draft.workbench();
    Table found = workbench.table(table);
    Table parent = workbench.table(reference.parent());
    Column child = Workbench.column(found, reference.column());
    Column key = Workbench.column(parent, reference.parentColumn());
    workbench.requireWalkable(found);
    workbench.requireFreeConstraint(found, constraint);
    workbench.requireAllRows(parent);
    List<Identifier> columns = List.of(key.name());
    if (!workbench.engine().dialect().isUnique(workbench.connection(), parent.name(), columns)) {
      throw new Refusal(
          "column \""
              + reference.parentColumn()
              + "\" of \""
              + parent.name()
              + "\" is not unique, so that it can be no key",
          "Name the column of its primary key");
    }
    if (!workbench.engine().ddl().mayRefer(child, key)) {
      throw new Refusal(
          "\""
              + child.name()
              + "\" is "
              + child.type()
              + " and \""
              + key.name()
              + "\" is "
              + key.type()
              + ", for which there can be no foreign key",
          "Give one of them the other's type, by changeType in a migration before");
    }
    requirePossible(workbench, found, parent);
    draft.tryOut(workbench.select(found, orphan(workbench, found, parent)));
    List<Step> steps =
        workbench.engine().ddl().addForeignKey(found, constraint, reference.to(parent.name()));
    // The first is for new rows, and writers of both tables wait for it.
    List<TableName> both = List.of(found.name(), parent.name());
    draft.addAcross(Phase.CONTRACT, both, steps.subList(0, 1));
    draft.add(Phase.CONTRACT, found.name(), steps.subList(1, steps.size()));
  }

  private static void requirePossible(Workbench workbench, Table found, Table parent)
      throws SQLException {
    Optional<String> obstacle =
        workbench.engine().catalog().keyObstacle(workbench.connection(), found, parent);
    if (obstacle.isPresent()) {
      throw new Refusal(
          "rows of \""
              + found.name()
              + "\" cannot refer to those of \""
              + parent.name()
              + "\": "
              + obstacle.get(),
          "Make the other one LOGGED before; give each partition a foreign key of its own");
    }
  }

  /** A row whose value no row of the other table has. */
  @Override
  public Optional<Sync> sync(Workbench workbench) throws SQLException {
    Table found = workbench.table(table);
    String orphan = orphan(workbench, found, workbench.table(reference.parent()));
    return Optional.of(
        new Sync(
            Names.of("fk", workbench.version() + describe()),
            found,
            found.name() + " " + constraint,
            null,
            Sync.NEVER,
            orphan,
            orphan));
  }

  private String orphan(Workbench workbench, Table found, Table parent) {
    String column =
        workbench.engine().dialect().quote(found.name())
            + "."
            + workbench.quote(reference.column());
    return column
        + " IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "
        + workbench.engine().dialect().quote(parent.name())
        + " zz_parent WHERE zz_parent."
        + workbench.quote(reference.parentColumn())
        + " = "
        + column
        + ")";
  }
}
