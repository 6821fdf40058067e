package dev.persistence.migrate.internal.operation;

import dev.persistence.core.sql.Dialect;
import dev.persistence.core.sql.Identifier;
import dev.persistence.migrate.internal.engine.Column;
import dev.persistence.migrate.internal.engine.ForeignKey;
import dev.persistence.migrate.internal.engine.Moving;
import dev.persistence.migrate.internal.engine.Sql;
import dev.persistence.migrate.internal.engine.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** What must hold of two tables so that a column can move from one to the other. */
record MoveRules(Workbench workbench, MoveColumn move) {

  /** Returns both sides as they are once the migration has begun. */
  Moving stored() throws SQLException {
    Table source = workbench.table(move.table());
    Table target = workbench.table(move.target());
    Optional<Column> old = source.column(move.column());
    Column column = old.isPresent() ? old.get() : Workbench.column(target, move.column());
    return moving(source, column, target, key(source, target).parentColumn());
  }

  private Moving moving(Table source, Column column, Table target, Identifier key) {
    String id = workbench.triggerId(move);
    return new Moving(id, source, column, key, target, move.referring(), move.create());
  }

  /**
   * Returns both sides as they are before.
   *
   * @throws Refusal if old and new versions could not both go on writing
   */
  Moving begun() throws SQLException {
    Table source = workbench.table(move.table());
    Table target = workbench.table(move.target());
    Column column = Workbench.column(source, move.column());
    Workbench.column(target, move.referring());
    Workbench.requireFree(target, move.column());
    if (!workbench.engine().dialect().equals(Dialect.postgreSql())) {
      return moving(source, column, target, column.name()); // It ends there: nobody reads the key.
    }
    workbench.requireWalkable(source);
    workbench.requireAllRows(target);
    workbench.requireChildless(target);
    Columns.requireWritable(column);
    Columns.requireAlone(workbench, source, move.column());
    requireOptional(column);
    ForeignKey key = key(source, target);
    requireOneRow(target, key);
    Rehearsal rehearsal = new Rehearsal(workbench, target);
    rehearsal.copy(column.bare());
    rehearsal.withoutDefault(column);
    Moving moving = moving(source, column, target, key.parentColumn());
    if (move.create()) {
      requireCreatable(moving, key);
    } else {
      requireRows(moving);
    }
    return moving;
  }

  /** The new version inserts rows without it before those that have it. */
  private static void requireOptional(Column column) {
    if (!column.nullable()) {
      throw new Refusal(
          "the new version could insert no row without \""
              + column.name()
              + "\", which forbids NULL",
          "Allow NULL before, by dropNotNull in a migration of its own");
    }
    if (column.defaultValue() != null) {
      throw new Refusal(
          "the default of \""
              + column.name()
              + "\" would look like a value that an old version has given",
          "Take it away before, by dropDefault in a migration of its own");
    }
  }

  private ForeignKey key(Table source, Table target) throws SQLException {
    return ForeignKey.find(workbench.connection(), target, move.referring(), source)
        .orElseThrow(
            () ->
                new Refusal(
                    "column \""
                        + move.referring()
                        + "\" of \""
                        + target.name()
                        + "\" does not refer to \""
                        + source.name()
                        + "\"",
                    "Add a foreign key before, by addForeignKey in a migration of its own"));
  }

  private void requireOneRow(Table target, ForeignKey key) throws SQLException {
    List<Identifier> columns = List.of(move.referring());
    Connection connection = workbench.connection();
    if (!workbench.engine().dialect().isUnique(connection, target.name(), columns)) {
      throw new Refusal(
          "several rows of \""
              + target.name()
              + "\" may have the same \""
              + move.referring()
              + "\", so that no one of them is the value's",
          "Forbid it before, by addUnique in a migration of its own");
    }
    if (key.deferrable()) {
      throw new Refusal(
          "the foreign key of \""
              + move.referring()
              + "\" may be deferred, so that a row may come"
              + " before the one that it refers to",
          "Make it NOT DEFERRABLE before");
    }
  }

  /** Old versions know nothing of the rows, and must neither fail for them nor leave them. */
  private void requireCreatable(Moving moving, ForeignKey key) throws SQLException {
    if (!key.cascades()) {
      throw new Refusal(
          "an old version could not delete a row of \""
              + move.table()
              + "\" to which a created row of \""
              + move.target()
              + "\" refers",
          "Let the foreign key be ON DELETE CASCADE");
    }
    for (Column other : moving.target().columns()) {
      boolean needed = !other.nullable() && other.defaultValue() == null && !other.generated();
      if (needed && !other.name().equals(move.referring())) {
        throw new Refusal(
            "a created row of \""
                + move.target()
                + "\" would have no value for \""
                + other.name()
                + "\", which forbids NULL",
            "Give it a default, or have the application create the rows");
      }
    }
    new Rehearsal(workbench, moving.target()).created(moving);
  }

  private void requireRows(Moving moving) throws SQLException {
    MoveColumn.Sides sides = new MoveColumn.Sides(workbench.engine(), moving);
    long homeless = Sql.number(workbench.connection(), sides.homeless());
    if (homeless > 0) {
      throw new Refusal(
          homeless
              + " rows of \""
              + move.table()
              + "\" hold a \""
              + move.column()
              + "\" and have no row of \""
              + move.target()
              + "\" that it could go to",
          "Insert them before, or have them created: createMissing()");
    }
  }
}
