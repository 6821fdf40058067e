package dev.persistence.migrate;

import dev.persistence.core.Arguments;
import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.TableName;
import dev.persistence.migrate.internal.operation.CreateTable;
import dev.persistence.migrate.internal.operation.DropTable;
import dev.persistence.migrate.internal.operation.Operation;
import dev.persistence.migrate.internal.operation.PhaseSql;
import dev.persistence.migrate.internal.operation.RawSql;
import dev.persistence.migrate.internal.operation.VersionViews;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A change of the schema, as it is meant: which columns come, go and follow from each other.
 *
 * <pre>{@code
 * Migration m =
 *     Migration.define("20261121_01", "one display name")
 *         .table(
 *             "users",
 *             t ->
 *                 t.addColumn("full_name", "text")
 *                     .notNull()
 *                     .up("first_name || ' ' || last_name")
 *                     .down("first_name", "split_part(full_name, ' ', 1)"));
 * }</pre>
 *
 * <p>Expressions are SQL of the database over the columns of the one table, by their bare names.
 * They give the same value for the same row whenever they are asked, and do not fail on any row.
 * Immutable: each method returns a migration with one change more.
 */
public final class Migration {

  private static final int LONGEST_VERSION = 100;
  private static final int LONGEST_DESCRIPTION = 200;

  private final String version;
  private final String description;
  private final List<Operation> operations;

  private Migration(String version, String description, List<Operation> operations) {
    this.version = version;
    this.description = description;
    this.operations = List.copyOf(operations);
  }

  /**
   * Returns a migration without changes.
   *
   * @param version unique for good, ordered as text; at most 100 characters
   * @param description for people; at most 200 characters
   */
  public static Migration define(String version, String description) {
    Arguments.name("version", version);
    Arguments.inRange("length of version", version.length(), 1, LONGEST_VERSION);
    Arguments.name("description", description);
    Arguments.inRange("length of description", description.length(), 1, LONGEST_DESCRIPTION);
    return new Migration(version, description, List.of());
  }

  /** Adds changes of a table that the database finds by its name. */
  public Migration table(String table, Consumer<TableChanges> changes) {
    return table(TableName.of(table), changes);
  }

  /** Adds changes of a table. */
  public Migration table(TableName table, Consumer<TableChanges> changes) {
    TableChanges collected = new TableChanges(Arguments.notNull("table", table));
    Arguments.notNull("changes", changes).accept(collected);
    return with(collected.operations());
  }

  /**
   * Creates a table for the new version of the application.
   *
   * @param definition what stands between the parentheses, SQL of the database
   */
  public Migration createTable(TableName table, String definition) {
    return with(
        List.of(
            new CreateTable(
                Arguments.notNull("table", table), Arguments.notBlank("definition", definition))));
  }

  /** Drops a table in the contract phase. */
  public Migration dropTable(TableName table) {
    return with(List.of(new DropTable(Arguments.notNull("table", table))));
  }

  /**
   * Adds a statement that is run as it is, in the expand phase.
   *
   * @param statement works for the old version of the application as well as for the new one
   * @param undo run by an abort
   */
  public Migration sql(String statement, String undo) {
    return with(
        List.of(
            new RawSql(
                Arguments.notBlank("statement", statement), Arguments.notBlank("undo", undo))));
  }

  /**
   * Adds a statement that is run as it is, in one phase.
   *
   * @param phase expand, where the old version of the application works with it as well; contract,
   *     where it is no more; or abort, where the one that was added last is run first
   */
  public Migration sql(Phase phase, String statement) {
    Arguments.notBlank("statement", statement);
    if (phase != Phase.EXPAND && phase != Phase.CONTRACT && phase != Phase.ABORT) {
      throw new IllegalArgumentException(
          "phase is " + phase + "; allowed: EXPAND, CONTRACT and ABORT");
    }
    return with(List.of(new PhaseSql(phase, statement)));
  }

  /** As {@link #versionViews(String)}, in a schema of the name {@code v_} and the version. */
  public Migration versionViews() {
    return versionViews("v_" + version);
  }

  /**
   * Shows the tables as the new version of the application knows them, each by a view in a schema,
   * so that an instance chooses its version by its search path alone. PostgreSQL.
   *
   * <p>There is a view of each table whose columns or name change; all others are found further
   * down the path. Made by expand, dropped by abort; kept after contract, until that of the next
   * migration which changes the table. They give no rights beyond those on the table. Statements of
   * one's own are not looked at.
   *
   * @param schema created if it is not there; may be that of another migration's views
   * @throws IllegalArgumentException if the migration has such views already
   */
  public Migration versionViews(String schema) {
    return with(new VersionViews(Identifier.of(schema), null));
  }

  /**
   * As {@link #versionViews(String)}, with views of what the old version knows in another schema,
   * from expand to contract.
   */
  public Migration versionViews(String schema, String oldSchema) {
    VersionViews views = new VersionViews(Identifier.of(schema), Identifier.of(oldSchema));
    if (views.schema().equals(views.old())) {
      throw new IllegalArgumentException(
          "oldSchema is \"" + oldSchema + "\", which is the new version's; allowed: another one");
    }
    return with(views);
  }

  private Migration with(VersionViews views) {
    if (operations.stream().anyMatch(VersionViews.class::isInstance)) {
      throw new IllegalArgumentException("versionViews was called twice; allowed: once");
    }
    return with(List.of(views));
  }

  private Migration with(List<Operation> more) {
    List<Operation> all = new ArrayList<>(operations);
    all.addAll(more);
    return new Migration(version, description, all);
  }

  public String version() {
    return version;
  }

  public String description() {
    return description;
  }

  /** Returns the canonical text, of which the checksum is made: one line for each change. */
  public String text() {
    return operations.stream().map(Operation::describe).collect(Collectors.joining("\n"));
  }

  List<Operation> operations() {
    return operations;
  }

  @Override
  public String toString() {
    return version + " " + description;
  }
}
