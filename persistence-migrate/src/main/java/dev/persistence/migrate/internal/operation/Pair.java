package dev.persistence.migrate.internal.operation;

import dev.persistence.core.sql.Identifier;
import dev.persistence.migrate.Phase;
import dev.persistence.migrate.internal.engine.Change;
import dev.persistence.migrate.internal.engine.Column;
import dev.persistence.migrate.internal.engine.DualWrite;
import dev.persistence.migrate.internal.engine.DualWrite.Target;
import dev.persistence.migrate.internal.engine.Engine;
import dev.persistence.migrate.internal.engine.Step;
import dev.persistence.migrate.internal.engine.Table;
import dev.persistence.migrate.internal.operation.Operation.Loss;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Old columns and new ones that follow from each other: what adding, renaming, retyping, splitting
 * and merging columns have in common.
 *
 * @param dualWrite its targets are the new columns as they will be
 * @param dropped old columns that go in the contract phase
 */
record Pair(DualWrite dualWrite, List<Identifier> dropped) {

  void plan(Draft draft) throws SQLException {
    plan(draft, List.of());
  }

  /**
   * Adds the steps of both sides.
   *
   * @param grants statements that give others rights on the new columns, and these a comment
   */
  void plan(Draft draft, List<String> grants) throws SQLException {
    Engine engine = draft.workbench().engine();
    Table table = dualWrite.table();
    draft.workbench().requireWalkable(table);
    Rehearsal rehearsal = new Rehearsal(draft.workbench(), table);
    for (Target target : dualWrite.targets()) {
      rehearsal.withoutDefault(target.column());
      rehearsal.value(target.column(), target.up(), Set.of());
    }
    rehearsal.downs(dualWrite);
    Set<Identifier> written = new LinkedHashSet<>(dualWrite.downs().keySet());
    dualWrite.targets().forEach(target -> written.add(target.name()));
    draft.touch(table.name(), Columns.names(dualWrite.sources()), written);
    draft.gains(table.name(), dualWrite.columns());
    draft.loses(table.name(), dropped);
    List<Change> triggers = engine.triggers().create(dualWrite);
    List<Column> bare = dualWrite.columns().stream().map(Column::bare).toList();
    List<Change> withGrants = new ArrayList<>(triggers);
    grants.forEach(grant -> withGrants.add(Change.repeatable(grant)));
    // The defaults come last: in between they would look like values that somebody gave.
    draft.add(Phase.EXPAND, table.name(), engine.ddl().addColumns(table, bare, withGrants));
    planSwitch(draft, engine);
    planContract(draft, engine, triggers);
    planAbort(draft, engine, triggers);
  }

  private Step dropWatch(Engine engine) {
    List<Change> drop = engine.triggers().dropWatch(dualWrite.id(), dualWrite.table());
    return engine.ddl().triggers("drop watch of " + dualWrite.names(), drop);
  }

  private void planSwitch(Draft draft, Engine engine) {
    if (dualWrite.downs().isEmpty()) {
      return;
    }
    List<Change> create = engine.triggers().createWatch(dualWrite);
    Step watch =
        engine.ddl().triggers("watch writes to what " + dualWrite.names() + " replaces", create);
    draft.addFirst(Phase.REVERT, dualWrite.tableName(), dropWatch(engine));
    draft.add(Phase.SWITCH, dualWrite.tableName(), List.of(watch));
  }

  private void planContract(Draft draft, Engine engine, List<Change> created) {
    Table table = dualWrite.table();
    for (Column column : dualWrite.columns()) {
      if (!column.nullable()) {
        draft.add(Phase.CONTRACT, table.name(), engine.ddl().setNotNull(table, column.bare()));
      }
      draft.add(Phase.CONTRACT, table.name(), engine.ddl().complete(table, column));
    }
    String name = "drop triggers of " + dualWrite.names() + dropping();
    draft.add(
        Phase.CONTRACT,
        table.name(),
        List.of(dropWatch(engine), engine.ddl().drop(name, table, drop(engine, created), dropped)));
  }

  private void planAbort(Draft draft, Engine engine, List<Change> created) {
    Table table = dualWrite.table();
    List<Identifier> added = dualWrite.targets().stream().map(Target::name).toList();
    String name = "drop column " + dualWrite.names();
    draft.addFirst(
        Phase.ABORT, table.name(), engine.ddl().drop(name, table, drop(engine, created), added));
    draft.addFirst(Phase.ABORT, table.name(), dropWatch(engine));
  }

  private List<Change> drop(Engine engine, List<Change> created) {
    return engine.triggers().drop(dualWrite.id(), dualWrite.table(), created);
  }

  private String dropping() {
    return dropped.isEmpty()
        ? ""
        : " and " + dropped.stream().map(Identifier::name).collect(Collectors.joining(", "));
  }

  /**
   * A row is right if the new columns follow from the old ones, or they from it. Where they never
   * do, a new column that holds something was written by somebody who knows better.
   *
   * @param notNull the new columns that will forbid NULL
   */
  static Sync sync(Workbench workbench, DualWrite dualWrite, Set<Identifier> notNull) {
    String pending =
        each(dualWrite, " AND ", target -> workbench.quote(target.name()) + " IS NULL")
            + " AND ("
            + each(dualWrite, " OR ", target -> "(" + target.up() + ") IS NOT NULL")
            + ")";
    String broken = dualWrite.downs().isEmpty() ? pending : contradiction(workbench, dualWrite);
    String missing =
        notNull.stream()
            .map(name -> workbench.quote(name) + " IS NULL")
            .collect(Collectors.joining(" OR "));
    Map<Identifier, String> values = new LinkedHashMap<>();
    dualWrite.targets().forEach(target -> values.put(target.name(), target.up()));
    return new Sync(
        dualWrite.id(),
        dualWrite.table(),
        dualWrite.tableName() + "." + dualWrite.names(),
        workbench.update(dualWrite.table(), workbench.assignments(dualWrite.table(), values)),
        pending,
        missing.isEmpty() ? broken : missing + " OR " + broken,
        missing.isEmpty() ? Sync.NEVER : missing);
  }

  private static String each(
      DualWrite dualWrite, String between, Function<Target, String> condition) {
    return dualWrite.targets().stream().map(condition).collect(Collectors.joining(between));
  }

  private static String contradiction(Workbench workbench, DualWrite dualWrite) {
    return "NOT (("
        + follows(workbench, dualWrite)
        + ") OR ("
        + given(workbench, dualWrite)
        + " AND "
        + agreeing(workbench, dualWrite)
        + "))";
  }

  private static String follows(Workbench workbench, DualWrite dualWrite) {
    return each(
        dualWrite,
        " AND ",
        target -> {
          Column stored = Workbench.column(dualWrite.table(), target.name());
          String column = workbench.quote(stored.name());
          return workbench.engine().ddl().same(column, target.up(), stored);
        });
  }

  private static String given(Workbench workbench, DualWrite dualWrite) {
    return "("
        + each(dualWrite, " OR ", target -> workbench.quote(target.name()) + " IS NOT NULL")
        + ")";
  }

  /** Rows whose new values are others than what the old columns would make of them. */
  static Optional<Loss> loss(Workbench workbench, DualWrite dualWrite) throws SQLException {
    for (Target target : dualWrite.targets()) {
      if (dualWrite.table().column(target.name()).isEmpty()) {
        return Optional.empty();
      }
    }
    String condition =
        given(workbench, dualWrite) + " AND NOT (" + follows(workbench, dualWrite) + ")";
    return Optional.of(new Loss(dualWrite.table(), dualWrite.names(), condition));
  }

  private static String agreeing(Workbench workbench, DualWrite dualWrite) {
    return dualWrite.downs().entrySet().stream()
        .map(
            down ->
                workbench
                    .engine()
                    .ddl()
                    .same(
                        workbench.quote(down.getKey()),
                        down.getValue(),
                        Workbench.column(dualWrite.table(), down.getKey())))
        .collect(Collectors.joining(" AND "));
  }
}
