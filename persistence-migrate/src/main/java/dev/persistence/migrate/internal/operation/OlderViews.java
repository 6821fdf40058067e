package dev.persistence.migrate.internal.operation;

import dev.persistence.core.sql.Dialect;
import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.TableName;
import dev.persistence.migrate.Phase;
import dev.persistence.migrate.internal.engine.VersionSchemas;
import dev.persistence.migrate.internal.engine.VersionSchemas.View;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Views that migrations before have left: what the old version sees of a table. They go with the
 * next migration of the table, before what they show does.
 */
public final class OlderViews {

  private OlderViews() {}

  /**
   * Adds the steps that drop such views of the tables that change, and schemas in which none is
   * left.
   */
  public static void plan(Draft draft) throws SQLException {
    Workbench workbench = draft.workbench();
    if (!workbench.engine().dialect().equals(Dialect.postgreSql())) {
      return;
    }
    VersionSchemas schemas = new VersionSchemas(workbench.engine().dialect());
    Map<Identifier, List<TableName>> older = older(draft, schemas);
    List<TableName> all = older.values().stream().flatMap(List::stream).toList();
    if (!all.isEmpty()) {
      String going = VersionSchemas.going(workbench.version());
      draft.add(
          Phase.EXPAND, null, List.of(schemas.mark("note that views go in contract", all, going)));
      draft.addFirst(Phase.ABORT, null, schemas.keep("note that views stay", all));
    }
    older.forEach(
        (schema, views) ->
            draft.addFirst(
                Phase.CONTRACT, null, schemas.drop("drop views in " + schema, schema, views)));
    if (!draft.seenOtherwise().isEmpty()) {
      for (Identifier schema : schemas.empty(workbench.connection())) {
        String drop = "drop schema " + schema + " if it is empty";
        draft.addFirst(Phase.CONTRACT, null, schemas.drop(drop, schema, List.of()));
      }
    }
  }

  /** Those that are no other migration's, by their schemas. */
  private static Map<Identifier, List<TableName>> older(Draft draft, VersionSchemas schemas)
      throws SQLException {
    List<View> views = new ArrayList<>();
    for (TableName table : draft.seenOtherwise()) {
      views.addAll(schemas.showing(draft.workbench().connection(), table));
    }
    views.removeIf(view -> !view.mark().equals(VersionSchemas.MARK));
    for (View view : views) {
      if (!view.owned()) {
        throw new Refusal(
            "view \"" + view.name() + "\" of an older version, which goes, is another user's",
            "Migrate as that user, or as a member of it; or drop the view by hand");
      }
    }
    return views.stream()
        .map(View::name)
        .collect(
            Collectors.groupingBy(
                name -> Objects.requireNonNull(name.schema()),
                LinkedHashMap::new,
                Collectors.toList()));
  }
}
