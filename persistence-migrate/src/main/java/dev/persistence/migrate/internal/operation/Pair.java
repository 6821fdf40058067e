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
    draft.tryOut(sample(draft.workbench()));
    Engine engine = draft.workbench().engine();
    Table table = dualWrite.table();
    TableName name = table.name();
    String id = dualWrite.id();
    Set<Identifier> written = new LinkedHashSet<>(dualWrite.downs().keySet());
    written.add(target.name());
    draft.touch(name, Columns.names(dualWrite.sources()), written);
    List<Change> triggers = engine.triggers().create(dualWrite);
    List<Change> dropTriggers = engine.triggers().drop(id, table, triggers);
    draft.add(Phase.EXPAND, name, engine.ddl().addColumn(table, bare(), triggers));
    if (!dualWrite.downs().isEmpty()) {
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
    List<Change> dropWatch = engine.triggers().dropWatch(id, table);
    if (!target.nullable()) {
      draft.add(Phase.CONTRACT, name, engine.ddl().setNotNull(table, bare()));
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

  /** Both expressions on rows of now; the new column is there under its name. */
  private String sample(Workbench workbench) {
    String table = workbench.engine().dialect().quote(dualWrite.tableName());
    String alias = workbench.quote(dualWrite.tableName().name());
    String downs =
        dualWrite.downs().values().stream()
            .map(down -> ", (" + down + ")")
            .collect(Collectors.joining());
    return "SELECT 1"
        + downs
        + " FROM (SELECT "
        + alias
        + ".*, "
        + workbench.engine().ddl().cast(dualWrite.up(), target)
        + " AS "
        + workbench.quote(target.name())
        + " FROM "
        + table
        + ") AS "
        + alias;
  }

  /** The default comes last: in between it would look like a value that somebody gave. */
  private Column bare() {
    return new Column(
        target.name(), target.type(), target.nullable(), null, false, target.textual(), "");
  }

  private String dropping() {
    return dropped.isEmpty()
        ? ""
        : " and " + dropped.stream().map(Identifier::name).collect(Collectors.joining(", "));
  }

  /**
   * A row is right if the new column follows from the old ones, or they from it. Where they never
   * do, a new column that holds something was written by somebody who knows better.
   */
  static Sync sync(Workbench workbench, DualWrite dualWrite) {
    Column stored = Workbench.column(dualWrite.table(), dualWrite.target().name());
    String column = workbench.quote(stored.name());
    String pending = column + " IS NULL AND (" + dualWrite.up() + ") IS NOT NULL";
    return new Sync(
        dualWrite.id(),
        dualWrite.tableName(),
        dualWrite.tableName() + "." + stored.name(),
        column + " = (" + dualWrite.up() + ")",
        pending,
        dualWrite.downs().isEmpty() ? pending : contradiction(workbench, dualWrite, stored));
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
