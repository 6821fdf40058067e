package dev.persistence.migrate.internal.engine;

import dev.persistence.core.sql.Dialect;
import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.core.sql.TableName;
import dev.persistence.migrate.Phase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Schemas of PostgreSQL whose views show tables as one version of the application knows them.
 * Comments tell which views are ours and what becomes of them, so that no name is taken for that.
 *
 * <p>A view gives no rights: whoever uses it needs those on the table, and row security holds. So
 * everybody may use it, and what is granted on the table later counts as well.
 */
public record VersionSchemas(Dialect dialect) {

  /** The comment on a schema, and on a view of it that no migration is at work on. */
  public static final String MARK = "persistence-migrate: what one version of the application sees";

  /** Whether a schema n is ours, this user may drop it, and nothing is in it. */
  private static final String EMPTY =
      "pg_catalog.obj_description(n.oid, 'pg_namespace') = "
          + PostgresSql.literal(MARK)
          + " AND pg_catalog.pg_has_role(n.nspowner, 'USAGE')"
          + " AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d WHERE d.refclassid ="
          + " 'pg_catalog.pg_namespace'::regclass AND d.refobjid = n.oid)";

  /** Returns the comment on a view that the migration drops in its contract phase. */
  public static String going(String version) {
    return MARK + "; goes with " + version;
  }

  /** Returns the comment on a view that the migration has made and may have to drop. */
  public static String made(String version) {
    return MARK + "; comes with " + version;
  }

  /**
   * A table under the name and with the columns that a version knows.
   *
   * @param table with its true name, and these columns
   */
  public record Shown(Table table, Identifier name) {}

  /**
   * A view of ours and the comment on it.
   *
   * @param owned whether this user may change it
   */
  public record View(TableName name, String mark, boolean owned) {}

  /** Returns the views of ours that show the table. */
  public List<View> showing(Connection connection, TableName table) throws SQLException {
    SqlFragment query =
        SqlFragment.of(
            "SELECT DISTINCT n.nspname, v.relname, c.description,"
                + " pg_catalog.pg_has_role(v.relowner, 'USAGE') FROM pg_catalog.pg_depend d"
                + " JOIN pg_catalog.pg_rewrite r ON r.oid = d.objid"
                + " JOIN pg_catalog.pg_class v ON v.oid = r.ev_class AND v.relkind = 'v'"
                + " JOIN pg_catalog.pg_namespace n ON n.oid = v.relnamespace"
                + " JOIN pg_catalog.pg_description c ON c.objoid = v.oid AND c.objsubid = 0"
                + " AND c.classoid = 'pg_catalog.pg_class'::regclass"
                + " WHERE d.classid = 'pg_catalog.pg_rewrite'::regclass"
                + " AND d.refclassid = 'pg_catalog.pg_class'::regclass"
                + " AND d.refobjid = pg_catalog.to_regclass(?)"
                + " AND pg_catalog.starts_with(c.description, ?) ORDER BY 1, 2",
            dialect.quote(table),
            MARK);
    return Sql.rows(
        connection,
        query,
        row ->
            new View(
                TableName.of(row.getString(1), row.getString(2)),
                row.getString(3),
                row.getBoolean(4)));
  }

  /** Returns what would break with the views that the phase drops, or with their types. */
  public List<String> needing(
      Connection connection, HistoryTables history, String version, Phase phase)
      throws SQLException {
    SqlFragment query =
        SqlFragment.of(
            "SELECT DISTINCT pg_catalog.pg_describe_object(d.classid, d.objid, d.objsubid)"
                + " || ' needs view ' || v.oid::regclass FROM "
                + history.steps()
                + " s CROSS JOIN pg_catalog.pg_namespace n JOIN pg_catalog.pg_class v ON"
                + " v.relnamespace = n.oid AND s.statement = pg_catalog.format('DROP VIEW"
                + " \"%s\".\"%s\"', pg_catalog.replace(n.nspname, '\"', '\"\"'),"
                + " pg_catalog.replace(v.relname, '\"', '\"\"')) JOIN pg_catalog.pg_type t ON t.oid"
                + " = v.reltype JOIN pg_catalog.pg_depend d ON d.deptype = 'n' AND (d.refclassid ="
                + " 'pg_catalog.pg_class'::regclass AND d.refobjid = v.oid OR d.refclassid ="
                + " 'pg_catalog.pg_type'::regclass AND d.refobjid IN (t.oid, t.typarray)) WHERE"
                + " s.version = ? AND s.phase = ? AND v.relkind = 'v' AND"
                + " pg_catalog.starts_with(pg_catalog.obj_description(v.oid, 'pg_class'), ?) AND"
                + " NOT EXISTS (SELECT 1 FROM pg_catalog.pg_rewrite r WHERE d.classid ="
                + " 'pg_catalog.pg_rewrite'::regclass AND r.oid = d.objid AND r.ev_class = v.oid)"
                + " ORDER BY 1",
            version,
            phase.name(),
            MARK);
    return Sql.rows(connection, query, row -> row.getString(1));
  }

  /** Returns why there can be no views of ours in the schema, if so. */
  public Optional<String> obstacle(Connection connection, Identifier schema) throws SQLException {
    SqlFragment query =
        SqlFragment.of(
            "SELECT n.oid IS NULL, pg_catalog.obj_description(n.oid, 'pg_namespace') = ?,"
                + " pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE'),"
                + " pg_catalog.pg_has_role(n.nspowner, 'USAGE')"
                + " FROM (SELECT 1) one LEFT JOIN pg_catalog.pg_namespace n ON n.nspname = ?",
            MARK,
            schema.name());
    return Sql.rows(
            connection,
            query,
            row -> {
              if (row.getBoolean(1)) {
                return row.getBoolean(3) ? "" : "the user may create no schema in the database";
              }
              if (!row.getBoolean(2)) {
                return "there is a schema \"" + schema + "\" already";
              }
              return row.getBoolean(4) ? "" : "schema \"" + schema + "\" is another user's";
            })
        .stream()
        .filter(why -> !why.isEmpty())
        .findFirst();
  }

  /** Returns the schemas of ours that this user may drop, and that have nothing in them. */
  public List<Identifier> empty(Connection connection) throws SQLException {
    SqlFragment query =
        SqlFragment.of(
            "SELECT n.nspname FROM pg_catalog.pg_namespace n WHERE " + EMPTY + " ORDER BY 1");
    return Sql.rows(connection, query, row -> Identifier.of(row.getString(1)));
  }

  /** Tells whether there is something of this name. */
  public boolean isTaken(Connection connection, TableName view) throws SQLException {
    return Sql.truth(connection, "SELECT NOT " + gone(view));
  }

  /** Returns, as SQL text, who may use what is in the schema. */
  public List<String> users(Connection connection, Identifier schema) throws SQLException {
    SqlFragment query =
        SqlFragment.of(
            "SELECT DISTINCT CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_catalog.quote_ident("
                + "pg_catalog.pg_get_userbyid(a.grantee)) END FROM pg_catalog.pg_namespace n"
                + " CROSS JOIN LATERAL pg_catalog.aclexplode(COALESCE(n.nspacl,"
                + " pg_catalog.acldefault('n', n.nspowner))) a"
                + " WHERE n.nspname = ? AND a.privilege_type = 'USAGE' ORDER BY 1",
            schema.name());
    return Sql.rows(connection, query, row -> row.getString(1));
  }

  /** Returns the step that creates the schema, if it is not there, and views in it. */
  public Step create(Identifier schema, List<Shown> shown, String mark, List<String> users) {
    String quoted = dialect.quote(schema);
    String literal = PostgresSql.literal(schema.name());
    List<Change> changes = new ArrayList<>();
    changes.add(
        Change.of(
            "CREATE SCHEMA " + quoted,
            "SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = "
                + literal
                + ")"));
    changes.add(
        Change.repeatable("COMMENT ON SCHEMA " + quoted + " IS " + PostgresSql.literal(MARK)));
    for (String user : users) {
      changes.add(Change.repeatable("GRANT USAGE ON SCHEMA " + quoted + " TO " + user));
    }
    for (Shown one : shown) {
      TableName view = new TableName(schema, one.name());
      changes.add(
          Change.of(
              "CREATE VIEW "
                  + dialect.quote(view)
                  + " WITH (security_invoker = true) AS SELECT "
                  + dialect.quote(one.table().columns().stream().map(Column::name).toList())
                  + " FROM "
                  + dialect.quote(one.table().name()),
              "SELECT NOT " + gone(view)));
      changes.add(comment(view, mark));
      changes.add(
          Change.repeatable(
              "GRANT SELECT, INSERT, UPDATE, DELETE ON " + dialect.quote(view) + " TO PUBLIC"));
    }
    return Step.together("create views in " + schema, LockTaken.NONE, changes);
  }

  /** Returns the step that drops views, and the schema if it was ours and is empty then. */
  public Step drop(String name, Identifier schema, List<TableName> views) {
    List<Change> changes = new ArrayList<>();
    for (TableName view : views) {
      changes.add(Change.of("DROP VIEW " + dialect.quote(view), "SELECT " + gone(view)));
    }
    changes.add(dropIfEmpty(schema));
    return Step.together(name, LockTaken.ACCESS_EXCLUSIVE, changes);
  }

  /** Returns the step that says of views, as far as they are there, what becomes of them. */
  public Step mark(String name, List<TableName> views, String mark) {
    return Step.together(
        name, LockTaken.NONE, views.stream().map(view -> comment(view, mark)).toList());
  }

  /** Returns the step that says of views that they stay, and drops schemas in which are none. */
  public Step keep(String name, List<TableName> views) {
    Stream<Change> comments = views.stream().map(view -> comment(view, MARK));
    Stream<Change> drops =
        views.stream()
            .map(view -> Objects.requireNonNull(view.schema()))
            .distinct()
            .map(this::dropIfEmpty);
    return Step.together(name, LockTaken.NONE, Stream.concat(comments, drops).toList());
  }

  /** Somebody may have dropped the views by hand. */
  private Change dropIfEmpty(Identifier schema) {
    return Change.of(
        "DROP SCHEMA " + dialect.quote(schema),
        "SELECT NOT EXISTS (SELECT 1 FROM pg_catalog.pg_namespace n WHERE n.nspname = "
            + PostgresSql.literal(schema.name())
            + " AND "
            + EMPTY
            + ")");
  }

  private Change comment(TableName view, String mark) {
    return Change.of(
        "COMMENT ON VIEW " + dialect.quote(view) + " IS " + PostgresSql.literal(mark),
        "SELECT " + gone(view));
  }

  /** Somebody may have dropped it by hand. */
  private String gone(TableName view) {
    return "(pg_catalog.to_regclass(" + PostgresSql.literal(dialect.quote(view)) + ") IS NULL)";
  }
}
