package dev.persistence.migrate.internal.engine;

import dev.persistence.core.sql.Identifier;
import java.util.ArrayList;
import java.util.List;

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
  public List<Step> addColumn(Table table, Column column, List<Change> triggers) {
    String add = alter(table) + "ADD COLUMN " + sql.quote(column.name()) + " " + column.type();
    Step added =
        Step.alone(
            "add column " + column.name(),
            LockTaken.METADATA,
            Change.of(
                add + " NULL" + INSTANT,
                add + " NULL, FORCE" + BESIDE_WRITERS,
                "SELECT " + sql.column(table, column.name(), "")));
    return triggers.isEmpty()
        ? List.of(added)
        : List.of(added, triggers("create triggers for " + column.name(), triggers));
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
    String keptDefault = column.defaultValue() == null ? "" : " DEFAULT " + column.defaultValue();
    return List.of(
        Step.alone(
            "forbid NULL in " + column.name(),
            LockTaken.ONLINE,
            Change.of(
                alter(table)
                    + "MODIFY COLUMN "
                    + sql.quote(column.name())
                    + " "
                    + column.type()
                    + " NOT NULL"
                    + keptDefault
                    + column.rest()
                    + BESIDE_WRITERS,
                "SELECT " + sql.column(table, column.name(), " AND is_nullable = 'NO'"))));
  }

  @Override
  public Step setDefault(Table table, Identifier column, String expression) {
    return Step.alone(
        "set default of " + column,
        LockTaken.METADATA,
        Change.repeatable(
            alter(table)
                + "ALTER COLUMN "
                + sql.quote(column)
                + " SET DEFAULT ("
                + expression
                + ")"
                + INSTANT));
  }

  @Override
  public Step createIndex(Table table, Identifier index, List<Identifier> columns) {
    return Step.alone(
        "create index " + index,
        LockTaken.ONLINE,
        Change.of(
            alter(table)
                + "ADD INDEX "
                + sql.quote(index)
                + " ("
                + sql.dialect().quote(columns)
                + ")"
                + BESIDE_WRITERS,
            "SELECT " + sql.index(table, index)));
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
    return MySqlSql.same(stored, cast(computed, column), column.textual());
  }
}
