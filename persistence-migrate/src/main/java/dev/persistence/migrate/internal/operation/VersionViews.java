package dev.persistence.migrate.internal.operation;

import dev.persistence.core.sql.Dialect;
import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.core.sql.TableName;
import dev.persistence.migrate.Phase;
import dev.persistence.migrate.internal.engine.HistoryTables;
import dev.persistence.migrate.internal.engine.Sql;
import dev.persistence.migrate.internal.engine.Table;
import dev.persistence.migrate.internal.engine.VersionSchemas;
import dev.persistence.migrate.internal.engine.VersionSchemas.Shown;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Shows the tables that change as the new version knows them, in a schema of its own, and if wanted
 * as the old one does in another. The new views name no column that goes, so they stay; the old
 * ones go before the columns do.
 *
 * @param schema of the new version
 * @param old schema of the old version; null for none
 */
public record VersionViews(Identifier schema, @Nullable Identifier old) implements Operation {

  @Override
  public String describe() {
    return "version views " + schema + " old " + old;
  }

  /** Returns the operations with this one behind all others, whose new columns it shows. */
  public static List<Operation> behindTheOthers(List<Operation> operations) {
    List<Operation> others =
        operations.stream().filter(one -> !(one instanceof VersionViews)).toList();
    return Stream.concat(
            RenameTable.behindTheOthers(others).stream(),
            operations.stream().filter(VersionViews.class::isInstance))
        .toList();
  }

  /** Returns what stands against dropping the views that go with the phase. */
  public static List<String> needing(Workbench workbench, Phase phase) throws SQLException {
    return workbench.engine().dialect().equals(Dialect.postgreSql())
        ? new VersionSchemas(workbench.engine().dialect())
            .needing(
                workbench.connection(), workbench.engine().history(), workbench.version(), phase)
        : List.of();
  }

  @Override
  public void plan(Draft draft) throws SQLException {
    Workbench workbench = draft.workbench();
    if (!workbench.engine().dialect().equals(Dialect.postgreSql())) {
      throw new Refusal(
          workbench.engine().dialect().name() + " has no search path by which to choose a version",
          "Take versionViews from the migration; SchemaFlags tell which side to read");
    }
    List<Table> tables = tables(draft);
    VersionSchemas schemas = new VersionSchemas(workbench.engine().dialect());
    Identifier origin = schemaOf(tables.get(0));
    List<String> users = schemas.users(workbench.connection(), origin);
    planNew(draft, tables, users);
    if (old != null) {
      planOld(draft, old, tables, users);
    }
  }

  /** Returns the tables that look different to both versions, as they are now. */
  private static List<Table> tables(Draft draft) throws SQLException {
    Workbench workbench = draft.workbench();
    List<Table> tables = new ArrayList<>();
    for (TableName name : draft.different()) {
      Table table = workbench.table(name);
      requireAtRest(workbench, table);
      tables.add(table);
    }
    if (tables.isEmpty()) {
      throw new Refusal(
          "none of its tables has other columns or another name for the new version",
          "Take versionViews from the migration");
    }
    List<String> schemas = tables.stream().map(table -> schemaOf(table).name()).distinct().toList();
    if (schemas.size() > 1) {
      throw new Refusal(
          "its tables are in several schemas, " + schemas + ", and the views in one",
          "Make a migration for each of them");
    }
    return tables;
  }

  private static Identifier schemaOf(Table table) {
    Identifier schema = table.name().schema();
    if (schema == null) {
      throw new IllegalStateException("the catalog tells the schema of " + table.name());
    }
    return schema;
  }

  /** Refuses a table with columns that another migration is about to drop. */
  private static void requireAtRest(Workbench workbench, Table table) throws SQLException {
    HistoryTables history = workbench.engine().history();
    if (workbench.engine().catalog().find(workbench.connection(), history.runnerName()).isEmpty()) {
      return;
    }
    SqlFragment query =
        SqlFragment.of(
            "SELECT DISTINCT s.version FROM "
                + history.steps()
                + " s JOIN "
                + history.migrations()
                + " m ON m.version = s.version WHERE s.version <> ? AND m.state NOT IN"
                + " ('COMPLETED', 'ABORTED') AND s.phase IN ('CONTRACT', 'ABORT')"
                + " AND pg_catalog.starts_with(s.statement, ?) ORDER BY 1",
            workbench.version(),
            "ALTER TABLE " + workbench.engine().dialect().quote(table.name()) + " DROP COLUMN ");
    List<String> others = Sql.rows(workbench.connection(), query, row -> row.getString(1));
    if (!others.isEmpty()) {
      throw new Refusal(
          "migration "
              + others.get(0)
              + " is under way and will drop columns of \""
              + table.name()
              + "\", which a view would keep",
          "Finish or abort it before");
    }
  }

  private void planNew(Draft draft, List<Table> tables, List<String> users) throws SQLException {
    Workbench workbench = draft.workbench();
    VersionSchemas schemas = new VersionSchemas(workbench.engine().dialect());
    List<Shown> shown =
        tables.stream()
            .map(table -> new Shown(draft.asNew(table), draft.newName(table.name())))
            .toList();
    requireFree(workbench, schema, shown);
    List<TableName> views = views(schema, shown);
    String version = workbench.version();
    String drop = "drop views in " + schema;
    draft.add(
        Phase.EXPAND,
        null,
        List.of(schemas.create(schema, shown, VersionSchemas.made(version), users)));
    draft.addFirst(Phase.ABORT, null, schemas.drop(drop, schema, views));
    draft.add(
        Phase.CONTRACT,
        null,
        List.of(schemas.keep("keep views in " + schema + ", or drop it if it is empty", views)));
  }

  private static List<TableName> views(Identifier schema, List<Shown> shown) {
    return shown.stream().map(one -> new TableName(schema, one.name())).toList();
  }

  private static void requireFree(Workbench workbench, Identifier schema, List<Shown> shown)
      throws SQLException {
    requireName(workbench, schema);
    VersionSchemas schemas = new VersionSchemas(workbench.engine().dialect());
    Optional<String> obstacle = schemas.obstacle(workbench.connection(), schema);
    if (obstacle.isPresent()) {
      throw new Refusal(
          obstacle.get(), "Choose another one, or let the user of the migration create one");
    }
    for (Shown one : shown) {
      TableName view = new TableName(schema, one.name());
      if (schemas.isTaken(workbench.connection(), view)) {
        throw new Refusal("the name \"" + view + "\" is taken", "Choose another schema");
      }
    }
  }

  private static void requireName(Workbench workbench, Identifier schema) {
    try {
      workbench.quote(schema);
    } catch (IllegalArgumentException tooLong) {
      throw new Refusal(String.valueOf(tooLong.getMessage()), "Give the schema another name");
    }
    if (schema.name().startsWith("pg_")) {
      throw new Refusal(
          "PostgreSQL keeps \"" + schema + "\", as all names that begin with pg_, to itself",
          "Give the schema another name");
    }
  }

  /** A table that an older migration has left a view of there is shown by that one. */
  private void planOld(Draft draft, Identifier before, List<Table> tables, List<String> users)
      throws SQLException {
    Workbench workbench = draft.workbench();
    VersionSchemas schemas = new VersionSchemas(workbench.engine().dialect());
    List<Shown> shown = new ArrayList<>();
    for (Table table : tables) {
      TableName view = new TableName(before, table.name().name());
      if (schemas.showing(workbench.connection(), table.name()).stream()
          .noneMatch(known -> known.name().equals(view))) {
        shown.add(new Shown(table, table.name().name()));
      }
    }
    if (shown.isEmpty()) {
      return;
    }
    requireFree(workbench, before, shown);
    String going = VersionSchemas.going(workbench.version());
    List<TableName> views = views(before, shown);
    String drop = "drop views of the old version in " + before;
    draft.add(Phase.EXPAND, null, List.of(schemas.create(before, shown, going, users)));
    draft.addFirst(Phase.CONTRACT, null, schemas.drop(drop, before, views));
    draft.addFirst(Phase.ABORT, null, schemas.drop(drop, before, views));
  }
}
