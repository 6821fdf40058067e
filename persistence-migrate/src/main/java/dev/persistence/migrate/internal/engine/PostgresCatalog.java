package dev.persistence.migrate.internal.engine;

import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.core.sql.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The catalog of PostgreSQL. */
record PostgresCatalog(PostgresSql sql) implements Catalog {

  /** The bits of {@code pg_trigger.tgtype} for ROW, BEFORE and UPDATE. */
  private static final int BEFORE_UPDATE_OF_ROW = 1 | 2 | 16;

  /** Tells whether rows can be gone over in the order of a column n; else pages do. */
  private static final String ORDERED =
      "EXISTS (SELECT 1 FROM pg_catalog.pg_type y WHERE y.oid = n.atttypid AND (y.typtype = 'e'"
          + " OR y.typname IN ('int2', 'int4', 'int8', 'oid', 'numeric', 'text', 'varchar',"
          + " 'bpchar', 'char', 'name', 'citext', 'date', 'timestamp', 'timestamptz', 'bytea',"
          + " 'uuid')))";

  /** What a column's type says of its collation, unless it is that of every such column. */
  private static final String COLLATION =
      "(SELECT ' COLLATE ' || pg_catalog.quote_ident(n.nspname) || '.'"
          + " || pg_catalog.quote_ident(l.collname) FROM pg_catalog.pg_collation l"
          + " JOIN pg_catalog.pg_namespace n ON n.oid = l.collnamespace"
          + " JOIN pg_catalog.pg_type t ON t.oid = a.atttypid"
          + " WHERE l.oid = a.attcollation AND t.typcollation <> a.attcollation)";

  /**
   * What has the name first on the search path, but for what is a session's own; views of versions
   * stand before their tables.
   */
  private static final String ON_THE_PATH =
      "(SELECT f.oid FROM pg_catalog.unnest(pg_catalog.current_schemas(true))"
          + " WITH ORDINALITY p (name, place) JOIN pg_catalog.pg_namespace s ON s.nspname = p.name"
          + " JOIN pg_catalog.pg_class f ON f.relnamespace = s.oid AND f.relname = ?"
          + " AND f.relpersistence <> 't'"
          + " WHERE COALESCE(NOT pg_catalog.starts_with(pg_catalog.obj_description(f.oid,"
          + " 'pg_class'), "
          + PostgresSql.literal(VersionSchemas.MARK)
          + "), true) ORDER BY p.place LIMIT 1)";

  @Override
  public Optional<Table> find(Connection connection, TableName name) throws SQLException {
    SqlFragment query =
        SqlFragment.of(
            "SELECT n.nspname, c.relkind = 'r' AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_inherits"
                + " WHERE inhparent = c.oid), EXISTS (SELECT 1 FROM pg_catalog.pg_trigger WHERE"
                + " tgrelid = c.oid AND NOT tgisinternal AND tgtype & "
                + BEFORE_UPDATE_OF_ROW
                + " = "
                + BEFORE_UPDATE_OF_ROW
                + ") FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n"
                + " ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p') AND c.oid = "
                + (name.schema() == null ? ON_THE_PATH : "pg_catalog.to_regclass(?)"),
            name.schema() == null ? name.name().name() : sql.quote(name));
    record Found(TableName name, boolean paged, boolean rewritten) {}
    List<Found> found =
        Sql.rows(
            connection,
            query,
            row ->
                new Found(
                    new TableName(Identifier.of(row.getString(1)), name.name()),
                    row.getBoolean(2),
                    row.getBoolean(3)));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    TableName qualified = found.get(0).name();
    List<Identifier> key = key(connection, qualified);
    return Optional.of(
        new Table(
            qualified,
            columns(connection, qualified),
            key,
            found.get(0).paged(),
            found.get(0).rewritten()));
  }

  @Override
  public long rows(Connection connection, TableName name) throws SQLException {
    SqlFragment query =
        SqlFragment.of(
            "SELECT CAST(reltuples AS bigint) FROM pg_catalog.pg_class"
                + " WHERE oid = pg_catalog.to_regclass(?)",
            sql.quote(name));
    return Sql.rows(connection, query, row -> row.getLong(1)).stream().findFirst().orElse(-1L);
  }

  private List<Identifier> key(Connection connection, TableName table) throws SQLException {
    SqlFragment query =
        SqlFragment.of(
            "SELECT a.attname FROM pg_catalog.pg_index i CROSS JOIN LATERAL"
                + " pg_catalog.unnest(i.indkey::int2[]) WITH ORDINALITY k (number, place)"
                + " JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid"
                + " AND a.attnum = k.number WHERE k.place <= i.indnkeyatts AND i.indexrelid ="
                + " (SELECT u.indexrelid FROM pg_catalog.pg_index u WHERE u.indrelid ="
                + " pg_catalog.to_regclass(?) AND u.indisunique AND u.indisvalid"
                + " AND (u.indimmediate OR u.indisprimary) AND u.indpred IS NULL"
                + " AND u.indexprs IS NULL AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_attribute n"
                + " WHERE n.attrelid = u.indrelid AND n.attnum = ANY (u.indkey::int2[])"
                + " AND NOT (n.attnotnull AND "
                + ORDERED
                + ")) ORDER BY u.indisprimary DESC, u.indnkeyatts,"
                + " u.indexrelid LIMIT 1) ORDER BY k.place",
            sql.quote(table));
    return Sql.rows(connection, query, row -> Identifier.of(row.getString(1)));
  }

  private List<Column> columns(Connection connection, TableName table) throws SQLException {
    SqlFragment query =
        SqlFragment.of(
            "SELECT a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod) || COALESCE("
                + COLLATION
                + ", ''), NOT a.attnotnull,"
                + " pg_catalog.pg_get_expr(d.adbin, d.adrelid),"
                + " a.attgenerated <> '' OR a.attidentity <> ''"
                + " FROM pg_catalog.pg_attribute a LEFT JOIN pg_catalog.pg_attrdef d"
                + " ON d.adrelid = a.attrelid AND d.adnum = a.attnum"
                + " WHERE a.attrelid = pg_catalog.to_regclass(?) AND a.attnum > 0"
                + " AND NOT a.attisdropped ORDER BY a.attnum",
            sql.quote(table));
    return Sql.rows(
        connection,
        query,
        row ->
            new Column(
                Identifier.of(row.getString(1)),
                row.getString(2),
                row.getBoolean(3),
                row.getString(4),
                row.getBoolean(5),
                false,
                ""));
  }

  @Override
  public List<String> enumValues(Connection connection, Table table, Column column)
      throws SQLException {
    SqlFragment query =
        SqlFragment.of(
            "SELECT e.enumlabel FROM pg_catalog.pg_enum e JOIN pg_catalog.pg_attribute a"
                + " ON a.atttypid = e.enumtypid WHERE a.attrelid = pg_catalog.to_regclass(?)"
                + " AND a.attname = ? ORDER BY e.enumsortorder",
            sql.quote(table.name()),
            column.name().name());
    return Sql.rows(connection, query, row -> row.getString(1));
  }

  /** By the measure of autovacuum, and by the table's size, of which no report can be late. */
  @Override
  public Optional<String> analyze(Connection connection, Table table) throws SQLException {
    SqlFragment known =
        SqlFragment.of(
            "SELECT COALESCE(pg_catalog.pg_stat_get_mod_since_analyze(oid) <= 50 + reltuples / 10"
                + " AND pg_catalog.pg_relation_size(oid) <= (10 + relpages * 1.1)"
                + " * pg_catalog.current_setting('block_size')::int"
                + " AND GREATEST(pg_catalog.pg_stat_get_last_analyze_time(oid),"
                + " pg_catalog.pg_stat_get_last_autoanalyze_time(oid)) IS NOT NULL, false)"
                + " FROM pg_catalog.pg_class WHERE oid = pg_catalog.to_regclass(?)",
            sql.quote(table.name()));
    if (Sql.rows(connection, known, row -> row.getBoolean(1)).contains(true)) {
      return Optional.empty();
    }
    String columns = table.key().isEmpty() ? "" : " (" + sql.dialect().quote(table.key()) + ")";
    return Optional.of("ANALYZE " + sql.quote(table.name()) + columns);
  }

  @Override
  public boolean hidesRows(Connection connection, Table table) throws SQLException {
    SqlFragment query =
        SqlFragment.of(
            "SELECT pg_catalog.row_security_active(CAST(pg_catalog.to_regclass(?) AS oid))",
            sql.quote(table.name()));
    return Sql.rows(connection, query, row -> row.getBoolean(1)).contains(true);
  }

  @Override
  public boolean isPartitioned(Connection connection, Table table) throws SQLException {
    return Sql.truth(connection, "SELECT " + sql.isKind(table, table.name().name(), "'p'"));
  }

  @Override
  public List<String> heirs(Connection connection, Table table) throws SQLException {
    SqlFragment query =
        SqlFragment.of(
            "SELECT i.inhrelid::regclass FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class c"
                + " ON c.oid = i.inhparent WHERE c.relkind = 'r'"
                + " AND c.oid = pg_catalog.to_regclass(?) ORDER BY 1",
            sql.quote(table.name()));
    return Sql.rows(connection, query, row -> row.getString(1));
  }

  @Override
  public boolean takesColumns(Connection connection, TableName table) throws SQLException {
    SqlFragment query =
        SqlFragment.of(
            "SELECT NOT relispartition AND reloftype = 0 FROM pg_catalog.pg_class WHERE oid ="
                + " pg_catalog.to_regclass(?)",
            sql.quote(table));
    return !Sql.rows(connection, query, row -> row.getBoolean(1)).contains(false);
  }

  @Override
  public boolean isInherited(Connection connection, Table table, Identifier column)
      throws SQLException {
    SqlFragment query =
        SqlFragment.of(
            "SELECT a.attinhcount > 0 OR c.reloftype <> 0 FROM pg_catalog.pg_attribute a"
                + " JOIN pg_catalog.pg_class c ON c.oid = a.attrelid"
                + " WHERE c.oid = pg_catalog.to_regclass(?) AND a.attname = ?",
            sql.quote(table.name()),
            column.name());
    return Sql.rows(connection, query, row -> row.getBoolean(1)).contains(true);
  }

  /** Not those that it numbers, which it does before. */
  @Override
  public List<Identifier> unknownToTriggers(Connection connection, Table table)
      throws SQLException {
    SqlFragment query =
        SqlFragment.of(
            "SELECT attname FROM pg_catalog.pg_attribute WHERE attrelid ="
                + " pg_catalog.to_regclass(?) AND attgenerated <> '' AND NOT attisdropped",
            sql.quote(table.name()));
    return Sql.rows(connection, query, row -> Identifier.of(row.getString(1)));
  }

  @Override
  public List<String> dependents(
      Connection connection, Table table, Identifier column, String spared) throws SQLException {
    return new PostgresDependents(sql, connection).of(table, column, spared);
  }

  @Override
  public List<String> dependents(Connection connection, Table table, String spared)
      throws SQLException {
    return new PostgresDependents(sql, connection).of(table, spared);
  }

  @Override
  public Optional<String> keyObstacle(Connection connection, Table table, Table parent)
      throws SQLException {
    SqlFragment query =
        SqlFragment.of(
            "SELECT CASE WHEN c.relpersistence = 'p' AND p.relpersistence <> 'p' THEN"
                + " 'the other one is unlogged, and it is not'"
                + " WHEN c.relkind = 'p' AND pg_catalog.current_setting('server_version_num')::int"
                + " < 180000 THEN 'it is partitioned, and before PostgreSQL 18 writers would have"
                + " to wait until all its rows are read' END"
                + " FROM pg_catalog.pg_class c, pg_catalog.pg_class p"
                + " WHERE c.oid = pg_catalog.to_regclass(?) AND p.oid = pg_catalog.to_regclass(?)",
            sql.quote(table.name()),
            sql.quote(parent.name()));
    return Sql.rows(connection, query, row -> Optional.ofNullable(row.getString(1))).get(0);
  }

  @Override
  public Optional<String> needOf(Connection connection, Table table, Identifier index)
      throws SQLException {
    String name = sql.beside(table, index.name());
    SqlFragment query =
        SqlFragment.of(
            "SELECT 'the constraint ' || conname FROM pg_catalog.pg_constraint WHERE conindid ="
                + " pg_catalog.to_regclass(?) UNION ALL SELECT 'the index ' || inhparent::regclass"
                + " || ' of the table above' FROM pg_catalog.pg_inherits WHERE inhrelid ="
                + " pg_catalog.to_regclass(?) UNION ALL SELECT 'replication, as the replica"
                + " identity of its table' FROM pg_catalog.pg_index WHERE indisreplident"
                + " AND indexrelid = pg_catalog.to_regclass(?) ORDER BY 1",
            name,
            name,
            name);
    return Sql.rows(connection, query, row -> row.getString(1)).stream().findFirst();
  }

  @Override
  public boolean hasIndex(Connection connection, Table table, Identifier name) throws SQLException {
    return Sql.truth(connection, "SELECT " + sql.exists(table, name));
  }

  @Override
  public boolean hasConstraint(Connection connection, Table table, Identifier name)
      throws SQLException {
    return Sql.truth(connection, "SELECT " + sql.constraint(table, name.name(), ""));
  }

  @Override
  public boolean isTaken(Connection connection, Table table, Identifier name) throws SQLException {
    return hasIndex(connection, table, name);
  }

  @Override
  public List<String> viewsByName(Connection connection, Table table) {
    return List.of();
  }

  @Override
  public List<String> grants(Connection connection, Table table) throws SQLException {
    return new PostgresGrants(sql, connection).forView(table);
  }

  @Override
  public List<String> grants(Connection connection, Table table, Identifier column)
      throws SQLException {
    return new PostgresGrants(sql, connection).forColumn(table, column);
  }

  @Override
  public List<String> traits(Connection connection, Table table, Identifier column)
      throws SQLException {
    SqlFragment query =
        SqlFragment.of(
            "SELECT r.statement FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_type t"
                + " ON t.oid = a.atttypid CROSS JOIN LATERAL (VALUES"
                + " (1, NULL, ' IS ' || pg_catalog.quote_literal("
                + "pg_catalog.col_description(a.attrelid, a.attnum))),"
                + " (2, a.attstattarget >= 0, ' SET STATISTICS ' || a.attstattarget),"
                + " (3, a.attstorage <> t.typstorage, ' SET STORAGE ' || CASE a.attstorage"
                + " WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN'"
                + " ELSE 'EXTENDED' END),"
                + " (4, NULL, ' SET (' || pg_catalog.array_to_string(a.attoptions, ', ') || ')'))"
                + " r (place, has, statement) WHERE a.attrelid = pg_catalog.to_regclass(?)"
                + " AND a.attname = ? AND r.statement IS NOT NULL AND r.has IS NOT FALSE"
                + " ORDER BY r.place",
            sql.quote(table.name()),
            column.name());
    String name = PostgresGrants.escaped(sql.quote(table.name()));
    return Sql.rows(
        connection,
        query,
        row -> {
          String trait = PostgresGrants.escaped(row.getString(1));
          String on =
              trait.startsWith(" IS ")
                  ? "COMMENT ON COLUMN " + name + ".%s"
                  : "ALTER TABLE " + name + " ALTER COLUMN %s";
          return on + trait;
        });
  }

  @Override
  public List<TriggerCode> triggers(Connection connection, Table table) throws SQLException {
    SqlFragment query =
        SqlFragment.of(
            "SELECT t.tgname, p.proname, p.prosrc FROM pg_catalog.pg_trigger t"
                + " JOIN pg_catalog.pg_proc p ON p.oid = t.tgfoid WHERE NOT t.tgisinternal"
                + " AND t.tgrelid = pg_catalog.to_regclass(?) ORDER BY 1",
            sql.quote(table.name()));
    return Sql.rows(
        connection,
        query,
        row -> new TriggerCode(row.getString(1), row.getString(2), row.getString(3)));
  }

  @Override
  public Optional<String> triggerObstacle(Connection connection) {
    return Optional.empty();
  }
}
