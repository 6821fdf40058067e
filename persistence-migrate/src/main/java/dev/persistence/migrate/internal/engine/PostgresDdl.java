package dev.persistence.migrate.internal.engine;

import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.TableName;
import dev.persistence.migrate.internal.lint.TypeText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
  public List<Step> addColumns(Table table, List<Column> columns, List<Change> triggers) {
    List<Change> changes = new ArrayList<>();
    for (Column column : columns) {
      changes.add(
          Change.of(
              alter(table) + "ADD COLUMN " + sql.quote(column.name()) + " " + column.type(),
              sql.columnExists(table, column.name())));
    }
    changes.addAll(triggers);
    return List.of(
        Step.together(
            "add column " + Column.names(columns) + (triggers.isEmpty() ? "" : " and its triggers"),
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

  /** It locks no table; and a transaction could not use what it has added itself. */
  @Override
  public Step addEnumValue(Table table, Column column, List<String> values) {
    String value = PostgresSql.literal(values.get(values.size() - 1));
    return Step.alone(
        "add value " + value + " to " + column.name(),
        LockTaken.NONE,
        Change.of(
            "ALTER TYPE " + column.type() + " ADD VALUE IF NOT EXISTS " + value,
            "SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_enum WHERE enumtypid ="
                + " pg_catalog.to_regtype("
                + PostgresSql.literal(column.type())
                + ") AND enumlabel = "
                + value
                + ")"));
  }

  @Override
  public String holds(Column column, String text) {
    return "CAST(" + sql.quote(column.name()) + " AS text) = " + PostgresSql.literal(text);
  }

  @Override
  public Step setDefault(Table table, Identifier column, @Nullable String expression) {
    return Step.together(
        "set default of " + column,
        LockTaken.ACCESS_EXCLUSIVE,
        List.of(
            Change.repeatable(
                alter(table)
                    + "ALTER COLUMN "
                    + sql.quote(column)
                    + (expression == null ? " DROP DEFAULT" : " SET DEFAULT " + expression))));
  }

  @Override
  public Step dropNotNull(Table table, Column column) {
    return Step.together(
        "allow NULL in " + column.name(),
        LockTaken.ACCESS_EXCLUSIVE,
        List.of(
            Change.of(
                alter(table) + "ALTER COLUMN " + sql.quote(column.name()) + " DROP NOT NULL",
                sql.columnNullable(table, column.name()))));
  }

  @Override
  public Step createView(Table table, Identifier view, List<String> grants) {
    return new PostgresViews(sql).create(table, view, grants);
  }

  @Override
  public Step dropView(Table table, Identifier view) {
    return new PostgresViews(sql).drop(table, view);
  }

  @Override
  public Step rename(Table table, Identifier view) {
    return new PostgresViews(sql).replace(table, view);
  }

  @Override
  public Step createTable(Table table, String definition) {
    return Step.together(
        "create table " + table.name().name(),
        LockTaken.NONE,
        List.of(
            Change.of(
                "CREATE TABLE " + sql.quote(table.name()) + " (" + definition + ")",
                "SELECT " + sql.exists(table, table.name().name()))));
  }

  @Override
  public Step dropTable(Table table) {
    return Step.together(
        "drop table " + table.name().name(),
        LockTaken.ACCESS_EXCLUSIVE,
        List.of(
            Change.of(
                "DROP TABLE " + sql.quote(table.name()),
                "SELECT NOT (" + sql.exists(table, table.name().name()) + ")")));
  }

  @Override
  public List<Step> addUnique(Table table, Identifier constraint, List<Identifier> columns) {
    String name = "add unique " + constraint;
    return List.of(
        createIndex(
            name + ", build its index", "UNIQUE INDEX", new Index(table, constraint, columns)),
        Step.together(
            name,
            LockTaken.ACCESS_EXCLUSIVE,
            List.of(
                Change.of(
                    alter(table)
                        + "ADD CONSTRAINT "
                        + sql.quote(constraint)
                        + " UNIQUE USING INDEX "
                        + sql.quote(constraint),
                    "SELECT " + sql.constraint(table, constraint.name(), "")))));
  }

  @Override
  public List<Step> addForeignKey(Table table, Identifier constraint, Reference reference) {
    String foreignKey =
        "FOREIGN KEY ("
            + sql.quote(reference.column())
            + ") REFERENCES "
            + sql.quote(reference.parent())
            + " ("
            + sql.quote(reference.parentColumn())
            + ")";
    return validated(
        "add foreign key " + constraint,
        LockTaken.SHARE_ROW_EXCLUSIVE,
        new Constraint(table, constraint, foreignKey));
  }

  @Override
  public Step createIndex(Table table, Identifier index, List<Identifier> columns) {
    return createIndex("create index " + index, "INDEX", new Index(table, index, columns));
  }

  private record Index(Table table, Identifier name, List<Identifier> columns) {}

  private Step createIndex(String name, String kind, Index made) {
    Table table = made.table();
    Identifier index = made.name();
    String drop =
        "DROP INDEX CONCURRENTLY IF EXISTS "
            + sql.quote(new TableName(table.name().schema(), index));
    return Step.alone(
        name,
        LockTaken.SHARE_UPDATE_EXCLUSIVE,
        // A build that was broken off leaves an index that is kept up and never used.
        Change.of(drop, "SELECT NOT " + sql.index(table, index, " AND NOT indisvalid")),
        Change.of(
                "CREATE "
                    + kind
                    + " CONCURRENTLY "
                    + sql.quote(index)
                    + " ON "
                    + sql.quote(table.name())
                    + " ("
                    + sql.dialect().quote(made.columns())
                    + ")",
                "SELECT " + sql.index(table, index, " AND indisvalid"))
            .undoneBy(drop));
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
    return validated(
        "add check " + constraint,
        LockTaken.ACCESS_EXCLUSIVE,
        new Constraint(table, constraint, "CHECK (" + condition + ")"));
  }

  private record Constraint(Table table, Identifier name, String definition) {}

  /** For new rows first, and then, beside readers and writers, for those that are there. */
  private List<Step> validated(String name, LockTaken lock, Constraint constraint) {
    String alter = alter(constraint.table());
    String quoted = sql.quote(constraint.name());
    String plain = constraint.name().name();
    return List.of(
        Step.together(
            name + " for new rows",
            lock,
            List.of(
                Change.of(
                    alter
                        + "ADD CONSTRAINT "
                        + quoted
                        + " "
                        + constraint.definition()
                        + " NOT VALID",
                    "SELECT " + sql.constraint(constraint.table(), plain, "")))),
        Step.together(
            name,
            LockTaken.SHARE_UPDATE_EXCLUSIVE,
            List.of(
                Change.of(
                    alter + "VALIDATE CONSTRAINT " + quoted,
                    "SELECT " + sql.constraint(constraint.table(), plain, " AND convalidated")))));
  }

  @Override
  public Step triggers(String name, List<Change> changes) {
    return Step.together(name, LockTaken.ACCESS_EXCLUSIVE, changes);
  }

  @Override
  public String cast(String expression, Column column) {
    return "CAST((" + expression + ") AS " + TypeText.castable(column.type()) + ")";
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
