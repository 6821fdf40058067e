package dev.persistence.migrate.internal.operation;

import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.core.sql.TableName;
import dev.persistence.migrate.internal.engine.Column;
import dev.persistence.migrate.internal.engine.Engine;
import dev.persistence.migrate.internal.engine.HistoryTables;
import dev.persistence.migrate.internal.engine.Names;
import dev.persistence.migrate.internal.engine.Sql;
import dev.persistence.migrate.internal.engine.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an operation sees of the database.
 *
 * @param version of the migration, for names that differ between migrations
 */
public record Workbench(Engine engine, Connection connection, String version) {

  /** Returns the table as it is now. */
  public Table table(TableName name) throws SQLException {
    return engine
        .catalog()
        .find(connection, name)
        .orElseThrow(
            () ->
                new Refusal(
                    "there is no table \"" + name + "\"",
                    "Mend its name, or name its schema; views cannot be migrated, nor can tables"
                        + " with system versioning"));
  }

  /** Returns the name with a schema: that of the history if it has none. */
  TableName qualified(TableName name) {
    return name.schema() == null
        ? new TableName(Identifier.of(engine.history().schema()), name.name())
        : name;
  }

  /** Returns the column of a table as it is now. */
  public static Column column(Table table, Identifier name) {
    return table
        .column(name)
        .orElseThrow(
            () ->
                new Refusal(
                    "table \"" + table.name() + "\" has no column \"" + name + "\"",
                    "Mend its name; it has "
                        + table.columns().stream().map(column -> column.name().name()).toList()));
  }

  /** Refuses a table of which this user would not see all rows, and leave some as they were. */
  public void requireAllRows(Table table) throws SQLException {
    if (engine.catalog().hidesRows(connection, table)) {
      throw new Refusal(
          "a policy of \"" + table.name() + "\" hides rows from the migrator's user",
          "Take a user with BYPASSRLS, or take FORCE ROW LEVEL SECURITY off the table meanwhile");
    }
  }

  /** Refuses a table some of whose rows are those of another one, with triggers of its own. */
  void requireChildless(Table table) throws SQLException {
    List<String> heirs = engine.catalog().heirs(connection, table);
    if (!heirs.isEmpty()) {
      throw new Refusal(
          "tables inherit from \""
              + table.name()
              + "\", so that no trigger of it sees writes to "
              + heirs,
          "Let them inherit no more before: ALTER TABLE … NO INHERIT");
    }
  }

  /** Refuses a table whose rows cannot be gone over one by one. */
  void requireWalkable(Table table) throws SQLException {
    requireAllRows(table);
    requireChildless(table);
    if (table.key().isEmpty() && !table.paged()) {
      throw new Refusal(
          "table \"" + table.name() + "\" has no key along which its rows could be filled",
          "Give it a primary key, or a unique index over columns that forbid NULL and have an"
              + " order: whole numbers, decimals, text, bytes or time");
    }
  }

  /** Refuses a table whose indexes no server builds or drops beside writers. */
  void requireUnpartitioned(Table table) throws SQLException {
    if (engine.catalog().isPartitioned(connection, table)) {
      throw new Refusal(
          "\"" + table.name() + "\" is partitioned, and its indexes are not made beside writers",
          "Make it by hand on each partition, CONCURRENTLY, and attach these to one ON ONLY it");
    }
  }

  /** Returns the reason not to take the table's name from it, if other migrations count on that. */
  List<String> othersOn(TableName table) throws SQLException {
    HistoryTables history = engine.history();
    if (engine.catalog().find(connection, history.runnerName()).isEmpty()) {
      return List.of(); // Nothing was ever migrated here.
    }
    SqlFragment query =
        SqlFragment.of(
            "SELECT DISTINCT s.version, s.table_names FROM "
                + history.steps()
                + " s JOIN "
                + history.migrations()
                + " m ON m.version = s.version WHERE s.version <> ?"
                + " AND m.state NOT IN ('PLANNED', 'COMPLETED', 'ABORTED') ORDER BY 1",
            version);
    String quoted = engine.dialect().quote(table(table).name());
    Set<String> others = new LinkedHashSet<>();
    Sql.rows(
        connection,
        query,
        row ->
            HistoryTables.unlisted(row.getString(2)).contains(quoted)
                && others.add(row.getString(1)));
    return others.isEmpty()
        ? List.of()
        : List.of("migrations " + others + " are at work on table \"" + table + "\" too");
  }

  /** Refuses a name that is taken. */
  public static void requireFree(Table table, Identifier name) {
    if (table.column(name).isPresent()) {
      throw new Refusal(
          "table \"" + table.name() + "\" has a column \"" + name + "\" already",
          "Choose another name");
    }
  }

  /** Refuses the name of a constraint that is taken: it would look as if it were there already. */
  void requireFreeConstraint(Table table, Identifier name) throws SQLException {
    if (engine.catalog().hasConstraint(connection, table, name)) {
      throw new Refusal("the name \"" + name + "\" is taken", "Choose another one");
    }
  }

  /** Returns the name of the triggers of an operation. */
  public String triggerId(Operation operation) {
    return Names.of("mig", version + "\n" + operation.describe());
  }

  public String quote(Identifier name) {
    return engine.dialect().quote(name);
  }

  /**
   * Returns the assignment, with those that keep the times of update of the rows: what a migration
   * fills in is no change that an application made.
   */
  String assignment(Table table, Identifier column, String expression) {
    return assignments(table, Map.of(column, expression));
  }

  /** As {@link #assignment}, of several columns. */
  String assignments(Table table, Map<Identifier, String> values) {
    String kept =
        table.columns().stream()
            .filter(Column::isTimeOfUpdate)
            .map(time -> ", " + quote(time.name()) + " = " + quote(time.name()))
            .collect(Collectors.joining());
    return values.entrySet().stream()
            .map(value -> quote(value.getKey()) + " = (" + value.getValue() + ")")
            .collect(Collectors.joining(", "))
        + kept;
  }

  /** Returns the statement that makes the assignments, up to its condition. */
  String update(Table table, String assignments) {
    return "UPDATE " + engine.dialect().quote(table.name()) + " SET " + assignments;
  }

  /** Returns the query for the expression's value in each row. */
  String select(Table table, String expression) {
    return "SELECT (" + expression + ") FROM " + engine.dialect().quote(table.name());
  }
}
