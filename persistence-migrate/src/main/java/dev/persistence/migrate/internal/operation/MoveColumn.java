package dev.persistence.migrate.internal.operation;

import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.TableName;
import dev.persistence.migrate.Phase;
import dev.persistence.migrate.internal.engine.Column;
import dev.persistence.migrate.internal.engine.Engine;
import dev.persistence.migrate.internal.engine.MoveTriggers;
import dev.persistence.migrate.internal.engine.Moving;
import dev.persistence.migrate.internal.engine.Sql;
import dev.persistence.migrate.internal.engine.Step;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Moves a column to another table, of whose rows each refers to one of this table, kept in step
 * until nobody uses the old one.
 *
 * @param referring the column of the target that refers to this table
 * @param create whether missing rows of the target are created
 */
public record MoveColumn(
    TableName table, Identifier column, TableName target, Identifier referring, boolean create)
    implements Operation {

  @Override
  public String describe() {
    return "move column "
        + table
        + "."
        + column
        + " to "
        + target
        + " by "
        + referring
        + (create ? " creating rows" : "");
  }

  @Override
  public void plan(Draft draft) throws SQLException {
    Workbench workbench = draft.workbench();
    Moving moving = new MoveRules(workbench, this).begun();
    MoveTriggers triggers = triggers(workbench, moving);
    TableName from = moving.source().name();
    TableName to = moving.target().name();
    draft.touch(from, Set.of(moving.key()), Set.of(column));
    draft.touch(to, Set.of(referring), Set.of(column));
    draft.gains(to, List.of(copy(moving)));
    draft.loses(from, List.of(column));
    var ddl = workbench.engine().ddl();
    List<TableName> both = List.of(from, to);
    Step dropWatch = ddl.triggers("drop watch of " + column, triggers.dropWatch());
    draft.add(Phase.EXPAND, to, ddl.addColumns(moving.target(), List.of(copy(moving)), List.of()));
    String keep = "keep " + column + " of " + from.name() + " and " + to.name() + " in step";
    draft.addAcross(Phase.EXPAND, both, List.of(ddl.triggers(keep, triggers.create())));
    draft.addFirstAcross(Phase.REVERT, both, dropWatch);
    String watch = "watch writes to " + column + " of " + from.name();
    draft.addAcross(Phase.SWITCH, both, List.of(ddl.triggers(watch, triggers.watch())));
    String drop = "drop triggers of " + column + " and it of ";
    Step contract =
        ddl.drop(drop + from.name(), moving.source(), triggers.contract(), List.of(column));
    draft.addAcross(Phase.CONTRACT, both, List.of(dropWatch, contract));
    Step abort = ddl.drop(drop + to.name(), moving.target(), triggers.abort(), List.of(column));
    draft.addFirstAcross(Phase.ABORT, both, abort);
    draft.addFirstAcross(Phase.ABORT, both, dropWatch);
  }

  private static Column copy(Moving moving) {
    return moving.column().bare();
  }

  private static MoveTriggers triggers(Workbench workbench, Moving moving) {
    try {
      return workbench.engine().triggers().moving(moving);
    } catch (UnsupportedOperationException impossible) {
      throw new Refusal(
          String.valueOf(impossible.getMessage()),
          "Add the column with addColumn, let the application write both, and dropColumn in a later"
              + " migration");
    }
  }

  @Override
  public Optional<TableName> filled() {
    return Optional.of(table);
  }

  @Override
  public Optional<Sync> sync(Workbench workbench) throws SQLException {
    Moving moving = new MoveRules(workbench, this).stored();
    Sides sides = new Sides(workbench.engine(), moving);
    return Optional.of(
        new Sync(
            moving.id(),
            moving.source(),
            moving.source().name() + "." + column + " and " + moving.target().name(),
            sides.settling(),
            sides.pending(),
            sides.differ(),
            Sync.NEVER));
  }

  /** Rows of which the new side knows something else, as an old one that was in use may have. */
  @Override
  public Optional<Loss> loss(Workbench workbench) throws SQLException {
    if (workbench.table(target).column(column).isEmpty()) {
      return Optional.empty();
    }
    Moving moving = new MoveRules(workbench, this).stored();
    Sides sides = new Sides(workbench.engine(), moving);
    String condition = sides.theirs() + " IS NOT NULL AND " + sides.differ();
    return Optional.of(new Loss(moving.source(), column.name(), condition));
  }

  @Override
  public List<String> obstacles(Workbench workbench) throws SQLException {
    List<String> obstacles = new ArrayList<>(Columns.obstacles(workbench, table, column));
    if (workbench.table(table).column(column).isPresent()) {
      Moving moving = new MoveRules(workbench, this).stored();
      Sides sides = new Sides(workbench.engine(), moving);
      long lost = Sql.number(workbench.connection(), sides.homeless());
      if (lost > 0) {
        obstacles.add(
            lost
                + " rows of \""
                + table
                + "\" hold a \""
                + column
                + "\" and have no row of \""
                + target
                + "\" that it could go to");
      }
    }
    return obstacles;
  }

  /** What is asked of the rows of both tables, as SQL. */
  record Sides(Engine engine, Moving moving) {

    private String source() {
      return engine.dialect().quote(moving.source().name());
    }

    private String of(Identifier column) {
      return source() + "." + engine.dialect().quote(column);
    }

    /** The value that the other table has for a row. */
    String theirs() {
      return other("SELECT zz_target." + engine.dialect().quote(moving.column().name()));
    }

    private String other(String select) {
      return "("
          + select
          + " FROM "
          + engine.dialect().quote(moving.target().name())
          + " zz_target WHERE zz_target."
          + engine.dialect().quote(moving.referring())
          + " = "
          + of(moving.key())
          + ")";
    }

    private String held() {
      return of(moving.column().name()) + " IS NOT NULL";
    }

    String differ() {
      Column column = moving.column();
      return "NOT " + engine.ddl().same(of(column.name()), theirs(), column);
    }

    /** A value that has a row to go to, or will have. */
    String pending() {
      String reachable = moving.create() ? "" : " AND EXISTS " + other("SELECT 1");
      return held() + " AND " + theirs() + " IS NULL" + reachable;
    }

    String homeless() {
      return "SELECT COUNT(*) FROM "
          + source()
          + " WHERE "
          + held()
          + " AND NOT EXISTS "
          + other("SELECT 1");
    }

    String settling() {
      TableName name = moving.source().name();
      TableName function = new TableName(name.schema(), Identifier.of(moving.id() + "f"));
      return "SELECT "
          + engine.dialect().quote(function)
          + "("
          + of(moving.key())
          + ") FROM "
          + source();
    }
  }
}
