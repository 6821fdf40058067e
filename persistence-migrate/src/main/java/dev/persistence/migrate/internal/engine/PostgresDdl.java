package dev.persistence.migrate.internal.engine;

import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.TableName;
import java.util.ArrayList;
import java.util.List;

/**
 * Schema changes of PostgreSQL: whatever would scan a table under a strong lock is done in two
 * steps, the second of which scans beside readers and writers.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-altertable.html">ALTER TABLE</a>
 */
record PostgresDdl(PostgresSql sql) implements Ddl {

  private String alter(Table table) {
    return "ALTER TABLE " + sql.quote(table.name()) + " ";
  }

  @Override
  public List<Step> addColumn(Table table, Column column, List<Change> triggers) {
    List<Change> changes = new ArrayList<>();
    changes.add(
        Change.of(
            alter(table) + "ADD COLUMN " + sql.quote(column.name()) + " " + column.type(),
            sql.columnExists(table, column.name())));
    changes.addAll(triggers);
    return List.of(
        Step.together(
            "add column " + column.name() + (triggers.isEmpty() ? "" : " and its triggers"),
            LockTaken.ACCESS_EXCLUSIVE,
            changes));
  }

  @Override
  public Step drop(String name, Table table, List<Change> triggers, List<Identifier> columns) {
    List<Change> changes = new ArrayList<>(triggers);
    for (Identifier column : columns) {
      changes.add(
          Change.of(
              alter(table) + "DROP COLUMN " + sql.quote(column), sql.columnGone(table, column)));
    }
    return Step.together(name, LockTaken.ACCESS_EXCLUSIVE, changes);
  }

  @Override
  public List<Step> setNotNull(Table table, Column column) {
    String constraint = Names.of("nn", table.name() + "." + column.name());
    String notNull = sql.columnNotNull(table, column.name());
    String or = notNull + " OR ";
    String quoted = sql.quote(Identifier.of(constraint));
    String name = "forbid NULL in " + column.name();
    return List.of(
        Step.together(
            name + " for new rows",
            LockTaken.ACCESS_EXCLUSIVE,
            List.of(
                Change.of(
                    alter(table)
                        + "ADD CONSTRAINT "
                        + quoted
                        + " CHECK ("
                        + sql.quote(column.name())
                        + " IS NOT NULL) NOT VALID",
                    or + sql.constraint(table, constraint, "")))),
        Step.together(
            name + ", look at old rows",
            LockTaken.SHARE_UPDATE_EXCLUSIVE,
            List.of(
                Change.of(
                    alter(table) + "VALIDATE CONSTRAINT " + quoted,
                    or + sql.constraint(table, constraint, " AND convalidated")))),
        // The validated condition spares SET NOT NULL its scan.
        Step.together(
            name,
            LockTaken.ACCESS_EXCLUSIVE,
            List.of(
                Change.of(
                    alter(table) + "ALTER COLUMN " + sql.quote(column.name()) + " SET NOT NULL",
                    notNull),
                Change.of(
                    alter(table) + "DROP CONSTRAINT IF EXISTS " + quoted,
                    "SELECT NOT " + sql.constraint(table, constraint, "")))));
  }

  @Override
  public Step setDefault(Table table, Identifier column, String expression) {
    return Step.together(
        "set default of " + column,
        LockTaken.ACCESS_EXCLUSIVE,
        List.of(
            Change.repeatable(
                alter(table)
                    + "ALTER COLUMN "
                    + sql.quote(column)
                    + " SET DEFAULT "
                    + expression)));
  }

  @Override
  public Step createIndex(Table table, Identifier index, List<Identifier> columns) {
    String qualified = sql.quote(new TableName(table.name().schema(), index));
    return Step.alone(
        "create index " + index,
        LockTaken.SHARE_UPDATE_EXCLUSIVE,
        // A build that was broken off leaves an index that is kept up and never used.
        Change.of(
            "DROP INDEX CONCURRENTLY IF EXISTS " + qualified,
            "SELECT NOT " + sql.index(table, index, " AND NOT indisvalid")),
        Change.of(
            "CREATE INDEX CONCURRENTLY "
                + sql.quote(index)
                + " ON "
                + sql.quote(table.name())
                + " ("
                + sql.dialect().quote(columns)
                + ")",
            "SELECT " + sql.index(table, index, " AND indisvalid")));
  }

  @Override
  public Step dropIndex(Table table, Identifier index) {
    return Step.alone(
        "drop index " + index,
        LockTaken.SHARE_UPDATE_EXCLUSIVE,
        Change.of(
            "DROP INDEX CONCURRENTLY IF EXISTS "
                + sql.quote(new TableName(table.name().schema(), index)),
            "SELECT NOT " + sql.index(table, index, "")));
  }

  @Override
  public List<Step> addCheck(Table table, Identifier constraint, String condition) {
    String name = "add check " + constraint;
    return List.of(
        Step.together(
            name + " for new rows",
            LockTaken.ACCESS_EXCLUSIVE,
            List.of(
                Change.of(
                    alter(table)
                        + "ADD CONSTRAINT "
                        + sql.quote(constraint)
                        + " CHECK ("
                        + condition
                        + ") NOT VALID",
                    "SELECT " + sql.constraint(table, constraint.name(), "")))),
        Step.together(
            name,
            LockTaken.SHARE_UPDATE_EXCLUSIVE,
            List.of(
                Change.of(
                    alter(table) + "VALIDATE CONSTRAINT " + sql.quote(constraint),
                    "SELECT " + sql.constraint(table, constraint.name(), " AND convalidated")))));
  }

  @Override
  public Step triggers(String name, List<Change> changes) {
    return Step.together(name, LockTaken.ACCESS_EXCLUSIVE, changes);
  }

  @Override
  public String cast(String expression, Column column) {
    return "CAST((" + expression + ") AS " + column.type() + ")";
  }

  @Override
  public String same(String stored, String computed, Column column) {
    return "(ROW("
        + stored
        + ")::record"
        + PostgresSql.SAME
        + "ROW("
        + cast(computed, column)
        + ")::record)";
  }
}
