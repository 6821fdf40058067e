package dev.persistence.migrate.internal.engine;

import dev.persistence.core.sql.Identifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Schema changes of MySQL and MariaDB: each names its algorithm, so that the server refuses what it
 * would otherwise do by copying the table while writers wait.
 *
 * @see <a href="https://dev.mysql.com/doc/refman/8.0/en/innodb-online-ddl-operations.html">Online
 *     DDL Operations</a>
 */
record MySqlDdl(MySqlSql sql) implements Ddl {

  private static final String INSTANT = ", ALGORITHM=INSTANT";
  private static final String BESIDE_WRITERS = ", ALGORITHM=INPLACE, LOCK=NONE";

  private String alter(Table table) {
    return "ALTER TABLE " + sql.quote(table.name()) + " ";
  }

  @Override
  public List<Step> addColumns(Table table, List<Column> columns, List<Change> triggers) {
    List<Step> steps = new ArrayList<>();
    for (Column column : columns) {
      String add = alter(table) + "ADD COLUMN " + sql.quote(column.name()) + " " + column.type();
      steps.add(
          Step.alone(
              "add column " + column.name(),
              LockTaken.METADATA,
              Change.of(
                  add + " NULL" + INSTANT,
                  add + " NULL, FORCE" + BESIDE_WRITERS,
                  "SELECT " + sql.column(table, column.name(), ""))));
    }
    if (!triggers.isEmpty()) {
      steps.add(triggers("create triggers for " + Column.names(columns), triggers));
    }
    return steps;
  }

  /**
   * Under the table's lock, so only what takes a moment. A table keeps a limited number of such
   * changes; to build it anew, beside writers, makes room for more.
   */
  @Override
  public Step drop(String name, Table table, List<Change> triggers, List<Identifier> columns) {
    List<Change> changes = new ArrayList<>(triggers);
    for (Identifier column : columns) {
      changes.add(
          Change.of(
              alter(table) + "DROP COLUMN " + sql.quote(column) + INSTANT,
              alter(table) + "FORCE" + BESIDE_WRITERS,
              "SELECT NOT " + sql.column(table, column, "")));
    }
    return Step.together(name, LockTaken.METADATA, changes);
  }

  @Override
  public List<Step> setNotNull(Table table, Column column) {
    String name = "forbid NULL in " + column.name();
    return List.of(modify(name, table, column, "NOT NULL"));
  }

  @Override
  public Step dropNotNull(Table table, Column column) {
    return modify("allow NULL in " + column.name(), table, column, "NULL");
  }

  private Step modify(String name, Table table, Column column, String nullability) {
    String isNullable = nullability.equals("NULL") ? "YES" : "NO";
    return Step.alone(
        name,
        LockTaken.ONLINE,
        Change.of(
            definition(table, column, nullability) + BESIDE_WRITERS,
            "SELECT "
                + sql.column(table, column.name(), " AND is_nullable = '" + isNullable + "'")));
  }

  private String definition(Table table, Column column, String nullability) {
    String value = column.defaultValue();
    String keptDefault =
        value == null ? "" : " DEFAULT " + (MySqlSql.isLarge(column) ? "(" + value + ")" : value);
    return alter(table)
        + "MODIFY COLUMN "
        + sql.quote(column.name())
        + " "
        + column.type()
        + " "
        + nullability
        + keptDefault
        + column.rest();
  }

  @Override
  public Step addEnumValue(Table table, Column column, List<String> values) {
    String value = MySqlSql.literal(values.get(values.size() - 1));
    String type = MySqlEnum.with(column.type(), values);
    String name = "add value " + value + " to " + column.name();
    return Step.alone(
        name,
        LockTaken.METADATA,
        Change.of(
            definition(table, column.ofType(type), column.nullable() ? "NULL" : "NOT NULL")
                + INSTANT,
            "SELECT "
                + sql.column(
                    table,
                    column.name(),
                    " AND INSTR(column_type, " + MySqlSql.literal(value) + ") > 0")));
  }

  @Override
  public String holds(Column column, String text) {
    return "CAST(" + sql.quote(column.name()) + " AS CHAR) = " + MySqlSql.literal(text);
  }

  @Override
  public Step createView(Table table, Identifier view, List<String> grants) {
    return Step.alone(
        "create view " + view,
        LockTaken.NONE,
        Change.of(
            "CREATE SQL SECURITY INVOKER VIEW "
                + sql.beside(table, view.name())
                + " AS SELECT "
                + sql.dialect().quote(table.columns().stream().map(Column::name).toList())
                + " FROM "
                + sql.quote(table.name()),
            "SELECT " + sql.isKind(table, view, "VIEW")));
  }

  @Override
  public Step dropView(Table table, Identifier view) {
    return Step.alone(
        "drop view " + view,
        LockTaken.METADATA,
        Change.of(
            "DROP VIEW " + sql.beside(table, view.name()),
            "SELECT NOT " + sql.isKind(table, view, "VIEW")));
  }

  /** Both names change hands in one statement; what is left of the view finds nothing any more. */
  @Override
  public Step rename(Table table, Identifier view) {
    String aside = sql.beside(table, Names.of("view", table.name() + " " + view));
    String name = sql.beside(table, view.name());
    return Step.alone(
        "rename to " + view,
        LockTaken.METADATA,
        Change.of(
            "RENAME TABLE "
                + name
                + " TO "
                + aside
                + ", "
                + sql.quote(table.name())
                + " TO "
                + name,
            "SELECT " + sql.isKind(table, view, "BASE TABLE")),
        Change.repeatable("DROP VIEW IF EXISTS " + aside));
  }

  @Override
  public Step setDefault(Table table, Identifier column, @Nullable String expression) {
    Optional<Column> large = table.column(column).filter(MySqlSql::isLarge);
    return large.isPresent()
        ? redefine("set default of " + column, table, large.get().withDefault(expression))
        : Step.alone(
            "set default of " + column,
            LockTaken.METADATA,
            Change.repeatable(
                alter(table)
                    + "ALTER COLUMN "
                    + sql.quote(column)
                    + defaultOf(table, column, expression)
                    + INSTANT));
  }

  /** The default of a TEXT, the time of each update, a comment go with the whole definition. */
  @Override
  public List<Step> complete(Table table, Column column) {
    boolean large = column.defaultValue() != null && MySqlSql.isLarge(column);
    return large || !column.rest().isEmpty()
        ? List.of(redefine("complete " + column.name(), table, column))
        : Ddl.super.complete(table, column);
  }

  private Step redefine(String name, Table table, Column column) {
    String definition = definition(table, column, column.nullable() ? "NULL" : "NOT NULL");
    return Step.alone(name, LockTaken.METADATA, Change.repeatable(definition + INSTANT));
  }

  /** A column without any default must be given a value even if it may hold NULL. */
  private static String defaultOf(Table table, Identifier column, @Nullable String expression) {
    if (expression == null) {
      boolean nullable = table.column(column).map(Column::nullable).orElse(false);
      return nullable ? " SET DEFAULT NULL" : " DROP DEFAULT";
    }
    boolean literal = expression.matches("(?s)'[^'\\\\]*'|-?[0-9.]+");
    return " SET DEFAULT " + (literal ? expression : "(" + expression + ")");
  }

  @Override
  public Step createTable(Table table, String definition) {
    return Step.alone(
        "create table " + table.name().name(),
        LockTaken.NONE,
        Change.of(
            "CREATE TABLE " + sql.quote(table.name()) + " (" + definition + ")",
            "SELECT " + sql.table(table)));
  }

  @Override
  public Step dropTable(Table table) {
    return Step.alone(
        "drop table " + table.name().name(),
        LockTaken.METADATA,
        Change.of("DROP TABLE " + sql.quote(table.name()), "SELECT NOT " + sql.table(table)));
  }

  @Override
  public List<Step> addUnique(Table table, Identifier constraint, List<Identifier> columns) {
    return List.of(
        createIndex(
            "add unique " + constraint, "UNIQUE INDEX", new Index(table, constraint, columns)));
  }

  private record Index(Table table, Identifier name, List<Identifier> columns) {}

  private Step createIndex(String name, String kind, Index index) {
    return Step.alone(
        name,
        LockTaken.ONLINE,
        Change.of(
            alter(index.table())
                + "ADD "
                + kind
                + " "
                + sql.quote(index.name())
                + " ("
                + sql.dialect().quote(index.columns())
                + ")"
                + BESIDE_WRITERS,
            "SELECT " + sql.index(index.table(), index.name())));
  }

  /**
   * With the server's own look at all rows it could only be done by copying the table. They were
   * looked at by the verification, and the server looks at all writes from here on.
   */
  @Override
  public List<Step> addForeignKey(Table table, Identifier constraint, Reference reference) {
    return List.of(
        Step.alone(
            "add foreign key " + constraint,
            LockTaken.ONLINE,
            Change.repeatable("SET SESSION foreign_key_checks = 0"),
            Change.of(
                alter(table)
                    + "ADD CONSTRAINT "
                    + sql.quote(constraint)
                    + " FOREIGN KEY ("
                    + sql.quote(reference.column())
                    + ") REFERENCES "
                    + sql.quote(reference.parent())
                    + " ("
                    + sql.quote(reference.parentColumn())
                    + ")"
                    + BESIDE_WRITERS,
                "SELECT " + sql.constraint(table, constraint)),
            Change.repeatable("SET SESSION foreign_key_checks = 1")));
  }

  /** Numbers by their size and sign, texts by their characters and how they are compared. */
  @Override
  public boolean mayRefer(Column column, Column parent) {
    String one = likeness(column);
    String other = likeness(parent);
    return one.isEmpty() || other.isEmpty() || one.equals(other);
  }

  private static String likeness(Column column) {
    String type = column.type().toLowerCase(Locale.ROOT);
    if (column.textual()) {
      return type.substring(type.indexOf(" character set "));
    }
    return type.matches("(tiny|small|medium|big)?int\\b.*")
        ? type.replaceAll("\\(\\d+\\)| zerofill", "")
        : "";
  }

  @Override
  public Step createIndex(Table table, Identifier index, List<Identifier> columns) {
    return createIndex("create index " + index, "INDEX", new Index(table, index, columns));
  }

  @Override
  public Step dropIndex(Table table, Identifier index) {
    return Step.alone(
        "drop index " + index,
        LockTaken.METADATA,
        Change.of(
            alter(table) + "DROP INDEX " + sql.quote(index) + BESIDE_WRITERS,
            "SELECT NOT " + sql.index(table, index)));
  }

  @Override
  public List<Step> addCheck(Table table, Identifier constraint, String condition) {
    throw new UnsupportedOperationException(
        sql.dialect().name() + " adds a check only by copying the table while writers wait");
  }

  @Override
  public Step triggers(String name, List<Change> changes) {
    return Step.together(name, LockTaken.METADATA, changes);
  }

  @Override
  public String cast(String expression, Column column) {
    return MySqlSql.kept("(" + expression + ")", column);
  }

  @Override
  public String same(String stored, String computed, Column column) {
    return MySqlSql.same(stored, cast(computed, column), column);
  }
}
