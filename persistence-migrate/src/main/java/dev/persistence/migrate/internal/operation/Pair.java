package dev.persistence.migrate.internal.operation;

import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.TableName;
import dev.persistence.migrate.Phase;
import dev.persistence.migrate.internal.engine.Change;
import dev.persistence.migrate.internal.engine.Column;
import dev.persistence.migrate.internal.engine.DualWrite;
import dev.persistence.migrate.internal.engine.Engine;
import dev.persistence.migrate.internal.engine.Table;
import dev.persistence.migrate.internal.operation.Operation.Loss;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Old columns and a new one that follow from each other: what adding, renaming and retyping a
 * column have in common.
 *
 * @param target the new column as it will be
 * @param dropped old columns that go in the contract phase
 */
record Pair(DualWrite dualWrite, Column target, List<Identifier> dropped) {

  static Pair of(Workbench workbench, Operation operation, Table table, Ends ends) {
    DualWrite dualWrite =
        new DualWrite(
            workbench.triggerId(operation), table, ends.target(), ends.up(), ends.downs());
    return new Pair(dualWrite, ends.target(), ends.dropped());
  }

  /** The two ends of a pair. */
  record Ends(Column target, String up, Map<Identifier, String> downs, List<Identifier> dropped) {}

  void plan(Draft draft) throws SQLException {
    Engine engine = draft.workbench().engine();
    Table table = dualWrite.table();
    Workbench.requireWalkable(table);
    Rehearsal rehearsal = new Rehearsal(draft.workbench(), table);
    rehearsal.value(target, dualWrite.up(), Set.of());
    rehearsal.downs(dualWrite, target);
    TableName name = table.name();
    String id = dualWrite.id();
    Set<Identifier> written = new LinkedHashSet<>(dualWrite.downs().keySet());
    written.add(target.name());
    draft.touch(name, Columns.names(dualWrite.sources()), written);
    List<Change> triggers = engine.triggers().create(dualWrite);
    List<Change> dropTriggers = engine.triggers().drop(id, table, triggers);
    // The default comes last: in between it would look like a value that somebody gave.
    draft.add(Phase.EXPAND, name, engine.ddl().addColumn(table, target.bare(), triggers));
    List<Change> dropWatch = engine.triggers().dropWatch(id, table);
    if (!dualWrite.downs().isEmpty()) {
      draft.addFirst(
          Phase.REVERT, name, engine.ddl().triggers("drop watch of " + target.name(), dropWatch));
      draft.add(
          Phase.SWITCH,
          name,
          List.of(
              engine
                  .ddl()
                  .triggers(
                      "watch writes to what " + target.name() + " replaces",
                      engine.triggers().createWatch(dualWrite))));
    }
    if (!target.nullable()) {
      draft.add(Phase.CONTRACT, name, engine.ddl().setNotNull(table, target.bare()));
    }
    String defaultValue = target.defaultValue();
    if (defaultValue != null) {
      draft.add(
          Phase.CONTRACT,
          name,
          List.of(engine.ddl().setDefault(table, target.name(), defaultValue)));
    }
    draft.add(
        Phase.CONTRACT,
        name,
        List.of(
            engine.ddl().triggers("drop watch of " + target.name(), dropWatch),
            engine
                .ddl()
                .drop(
                    "drop triggers of " + target.name() + dropping(),
                    table,
                    dropTriggers,
                    dropped)));
    draft.addFirst(
        Phase.ABORT,
        name,
        engine
            .ddl()
            .drop("drop column " + target.name(), table, dropTriggers, List.of(target.name())));
    draft.addFirst(
        Phase.ABORT, name, engine.ddl().triggers("drop watch of " + target.name(), dropWatch));
  }

  private String dropping() {
    return dropped.isEmpty()
        ? ""
        : " and " + dropped.stream().map(Identifier::name).collect(Collectors.joining(", "));
  }

  /**
   * A row is right if the new column follows from the old ones, or they from it. Where they never
   * do, a new column that holds something was written by somebody who knows better.
   *
   * @param notNull whether the new column will forbid NULL
   */
  static Sync sync(Workbench workbench, DualWrite dualWrite, boolean notNull) {
    Column stored = Workbench.column(dualWrite.table(), dualWrite.target().name());
    String column = workbench.quote(stored.name());
    String empty = column + " IS NULL";
    String pending = empty + " AND (" + dualWrite.up() + ") IS NOT NULL";
    String broken =
        dualWrite.downs().isEmpty() ? pending : contradiction(workbench, dualWrite, stored);
    return new Sync(
        dualWrite.id(),
        dualWrite.table(),
        dualWrite.tableName() + "." + stored.name(),
        workbench.assignment(dualWrite.table(), stored.name(), dualWrite.up()),
        pending,
        notNull ? empty + " OR " + broken : broken);
  }

  private static String contradiction(Workbench workbench, DualWrite dualWrite, Column stored) {
    String column = workbench.quote(stored.name());
    return "NOT ("
        + workbench.engine().ddl().same(column, dualWrite.up(), stored)
        + " OR ("
        + column
        + " IS NOT NULL AND "
        + agreeing(workbench, dualWrite)
        + "))";
  }

  /** Rows whose new value is another than what the old columns would make of it. */
  static Optional<Loss> loss(Workbench workbench, DualWrite dualWrite) throws SQLException {
    Optional<Column> stored = dualWrite.table().column(dualWrite.target().name());
    if (stored.isEmpty()) {
      return Optional.empty();
    }
    String column = workbench.quote(stored.get().name());
    String same = workbench.engine().ddl().same(column, dualWrite.up(), stored.get());
    return Optional.of(
        new Loss(
            dualWrite.table(),
            stored.get().name().name(),
            column + " IS NOT NULL AND NOT " + same));
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
