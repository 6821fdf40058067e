package dev.persistence.migrate.internal.engine;

import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.core.sql.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The catalog of MySQL and MariaDB. */
record MySqlCatalog(MySqlSql sql) implements Catalog {

  @Override
  public Optional<Table> find(Connection connection, TableName name) throws SQLException {
    Identifier schema = name.schema();
    SqlFragment query =
        SqlFragment.of(
            "SELECT table_schema, table_name FROM information_schema.tables"
                + " WHERE table_schema = COALESCE(?, DATABASE()) AND table_name = ?"
                + " AND table_type = 'BASE TABLE'",
            schema == null ? null : schema.name(),
            name.name().name());
    List<TableName> found =
        Sql.rows(connection, query, row -> TableName.of(row.getString(1), row.getString(2)));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    TableName table = found.get(0);
    return Optional.of(
        new Table(
            table, new MySqlColumns(connection).of(table), key(connection, table), false, true));
  }

  @Override
  public long rows(Connection connection, TableName name) throws SQLException {
    Identifier schema = name.schema();
    SqlFragment query =
        SqlFragment.of(
            "SELECT COALESCE(table_rows, -1) FROM information_schema.tables"
                + " WHERE table_schema = COALESCE(?, DATABASE()) AND table_name = ?",
            schema == null ? null : schema.name(),
            name.name().name());
    return Sql.rows(connection, query, row -> row.getLong(1)).stream().findFirst().orElse(-1L);
  }

  private List<Identifier> key(Connection connection, TableName table) throws SQLException {
    SqlFragment query =
        SqlFragment.of(
            "SELECT index_name, column_name FROM information_schema.statistics"
                + " WHERE table_schema = ? AND table_name = ? AND non_unique = 0"
                + " AND index_name NOT IN (SELECT index_name FROM information_schema.statistics"
                + " WHERE table_schema = ? AND table_name = ? AND (nullable = 'YES'"
                + " OR sub_part IS NOT NULL OR column_name IS NULL))"
                + " ORDER BY index_name <> 'PRIMARY', index_name, seq_in_index",
            schema(table),
            table.name().name(),
            schema(table),
            table.name().name());
    record Part(String index, String column) {}
    List<Part> parts =
        Sql.rows(connection, query, row -> new Part(row.getString(1), row.getString(2)));
    Map<String, List<Identifier>> keys = new LinkedHashMap<>();
    for (Part part : parts) {
      keys.computeIfAbsent(part.index(), none -> new ArrayList<>())
          .add(Identifier.of(part.column()));
    }
    for (List<Identifier> key : keys.values()) {
      if (isOrdered(connection, table, key)) {
        return key;
      }
    }
    return List.of();
  }

  /** Tells whether rows can be gone over in the order of the columns. */
  private boolean isOrdered(Connection connection, TableName table, List<Identifier> key)
      throws SQLException {
    for (Identifier column : key) {
      if (sql.dialect().keyParameter(connection, table, column) == null) {
        return false;
      }
    }
    return true;
  }

  static boolean isMariaDb(Connection connection) throws SQLException {
    return Sql.text(connection, "SELECT VERSION()").contains("MariaDB");
  }

  @Override
  public List<String> enumValues(Connection connection, Table table, Column column) {
    return MySqlEnum.values(column.type());
  }

  @Override
  public Optional<String> analyze(Connection connection, Table table) {
    return Optional.empty();
  }

  @Override
  public boolean hidesRows(Connection connection, Table table) {
    return false;
  }

  /**
   * Those that it numbers, and those that a foreign key changes, which sets off no trigger. Not
   * those that it computes, which it does before and whenever a trigger asks.
   */
  @Override
  public List<Identifier> unknownToTriggers(Connection connection, Table table)
      throws SQLException {
    SqlFragment query =
        SqlFragment.of(
            "SELECT column_name FROM information_schema.columns WHERE table_schema = ?"
                + " AND table_name = ? AND extra LIKE '%auto_increment%' UNION"
                + " SELECT k.column_name FROM information_schema.key_column_usage k"
                + " JOIN information_schema.referential_constraints r"
                + " ON r.constraint_schema = k.constraint_schema"
                + " AND r.constraint_name = k.constraint_name AND r.table_name = k.table_name"
                + " WHERE k.table_schema = ? AND k.table_name = ?"
                + " AND (r.update_rule IN ('CASCADE', 'SET NULL') OR r.delete_rule = 'SET NULL')",
            schema(table.name()),
            table.name().name().name(),
            schema(table.name()),
            table.name().name().name());
    return Sql.rows(connection, query, row -> Identifier.of(row.getString(1)));
  }

  @Override
  public List<String> settingNull(Connection connection, Table table, Identifier column)
      throws SQLException {
    SqlFragment query =
        SqlFragment.of(
            "SELECT DISTINCT k.constraint_name FROM information_schema.key_column_usage k"
                + " JOIN information_schema.referential_constraints r"
                + " ON r.constraint_schema = k.constraint_schema"
                + " AND r.constraint_name = k.constraint_name AND r.table_name = k.table_name"
                + " WHERE k.table_schema = ? AND k.table_name = ? AND k.column_name = ?"
                + " AND (r.update_rule = 'SET NULL' OR r.delete_rule = 'SET NULL') ORDER BY 1",
            schema(table.name()),
            table.name().name().name(),
            column.name());
    return Sql.rows(connection, query, row -> row.getString(1));
  }

  static String schema(TableName table) {
    return Objects.requireNonNull(table.schema()).name();
  }

  @Override
  public List<String> dependents(
      Connection connection, Table table, Identifier column, String spared) throws SQLException {
    String schema = schema(table.name());
    String name = table.name().name().name();
    SqlFragment query =
        SqlFragment.of(
            "SELECT DISTINCT CONCAT('index ', index_name) FROM information_schema.statistics WHERE"
                + " table_schema = ? AND table_name = ? AND column_name = ? UNION SELECT"
                + " CONCAT('foreign key ', constraint_name) FROM"
                + " information_schema.key_column_usage WHERE referenced_table_name IS NOT NULL AND"
                + " ((table_schema = ? AND table_name = ? AND column_name = ?) OR"
                + " (referenced_table_schema = ? AND referenced_table_name = ? AND"
                + " referenced_column_name = ?)) UNION SELECT CONCAT('view ', table_name) FROM"
                + " information_schema.views WHERE INSTR(view_definition, ?) > 0 AND"
                + " INSTR(view_definition, ?) > 0 ORDER BY 1",
            schema,
            name,
            column.name(),
            schema,
            name,
            column.name(),
            schema,
            name,
            column.name(),
            sql.quote(table.name()),
            sql.quote(column));
    List<String> dependents = new ArrayList<>(Sql.rows(connection, query, row -> row.getString(1)));
    triggers(connection, table).stream()
        .filter(trigger -> trigger.reads(column))
        .forEach(trigger -> dependents.add("trigger " + trigger.name()));
    dependents.addAll(computedFrom(connection, table, column));
    return dependents;
  }

  /** The server would refuse to drop the column, for what it computes or checks with it. */
  private List<String> computedFrom(Connection connection, Table table, Identifier column)
      throws SQLException {
    String schema = schema(table.name());
    String name = table.name().name().name();
    SqlFragment query =
        SqlFragment.of(
            "SELECT CONCAT('column ', column_name) FROM information_schema.columns WHERE"
                + " table_schema = ? AND table_name = ? AND INSTR(generation_expression, ?) > 0"
                + " UNION SELECT CONCAT('constraint ', c.constraint_name) FROM"
                + " information_schema.table_constraints t JOIN"
                + " information_schema.check_constraints c ON c.constraint_schema ="
                + " t.constraint_schema AND c.constraint_name = t.constraint_name WHERE"
                + " t.table_schema = ? AND t.table_name = ? AND t.constraint_type = 'CHECK'"
                + " AND INSTR(c.check_clause, ?) > 0"
                // MariaDB's own for JSON, which goes with the column.
                + " AND c.check_clause <> CONCAT('json_valid(', ?, ')')"
                + (isMariaDb(connection) ? "" : " UNION " + functionalIndexes(table, column))
                + " ORDER BY 1",
            schema,
            name,
            sql.quote(column),
            schema,
            name,
            sql.quote(column),
            sql.quote(column));
    return Sql.rows(connection, query, row -> row.getString(1));
  }

  /** What MariaDB has no column for, since it has no such indexes. */
  private String functionalIndexes(Table table, Identifier column) {
    return "SELECT CONCAT('index ', index_name) FROM information_schema.statistics WHERE"
        + " table_schema = "
        + MySqlSql.literal(schema(table.name()))
        + " AND table_name = "
        + MySqlSql.literal(table.name().name().name())
        + " AND INSTR(expression, "
        + MySqlSql.literal(sql.quote(column))
        + ") > 0";
  }

  @Override
  public List<String> dependents(Connection connection, Table table, String spared)
      throws SQLException {
    String schema = schema(table.name());
    String name = table.name().name().name();
    SqlFragment query =
        SqlFragment.of(
            "SELECT DISTINCT CONCAT('foreign key ', constraint_name, ' of ', table_name)"
                + " FROM information_schema.key_column_usage WHERE referenced_table_schema = ?"
                + " AND referenced_table_name = ? AND NOT (table_schema = ? AND table_name = ?)"
                + " UNION SELECT CONCAT('view ', table_name) FROM information_schema.views"
                + " WHERE INSTR(view_definition, ?) > 0 ORDER BY 1",
            schema,
            name,
            schema,
            name,
            "`" + schema + "`.`" + name + "`");
    return Sql.rows(connection, query, row -> row.getString(1));
  }

  /** Any foreign key along the index's first column, since another index may not serve it. */
  @Override
  public Optional<String> needOf(Connection connection, Table table, Identifier index)
      throws SQLException {
    String schema = schema(table.name());
    String name = table.name().name().name();
    SqlFragment query =
        SqlFragment.of(
            "SELECT CONCAT('the constraint ', k.constraint_name) FROM"
                + " information_schema.key_column_usage k"
                + " JOIN information_schema.statistics s ON s.table_schema = ? AND s.table_name = ?"
                + " AND s.index_name = ? AND s.seq_in_index = 1"
                + " WHERE k.referenced_table_name IS NOT NULL AND k.ordinal_position = 1 AND"
                + " ((k.table_schema = ? AND k.table_name = ? AND k.column_name = s.column_name)"
                + " OR (k.referenced_table_schema = ? AND k.referenced_table_name = ?"
                + " AND k.referenced_column_name = s.column_name)) ORDER BY 1",
            schema,
            name,
            index.name(),
            schema,
            name,
            schema,
            name);
    return Sql.rows(connection, query, row -> row.getString(1)).stream().findFirst();
  }

  @Override
  public boolean hasIndex(Connection connection, Table table, Identifier name) throws SQLException {
    return Sql.truth(connection, "SELECT " + sql.index(table, name));
  }

  /** A foreign key's name is that of no other in the whole database. */
  @Override
  public boolean hasConstraint(Connection connection, Table table, Identifier name)
      throws SQLException {
    SqlFragment query =
        SqlFragment.of(
            "SELECT 1 FROM information_schema.table_constraints WHERE constraint_schema = ?"
                + " AND constraint_name = ? AND (table_name = ? OR constraint_type ="
                + " 'FOREIGN KEY')",
            schema(table.name()),
            name.name(),
            table.name().name().name());
    return !Sql.rows(connection, query, row -> row.getInt(1)).isEmpty();
  }

  @Override
  public boolean isTaken(Connection connection, Table table, Identifier name) throws SQLException {
    TableName other = new TableName(table.name().schema(), name);
    return Sql.truth(connection, "SELECT " + sql.table(table.named(other)));
  }

  @Override
  public List<String> viewsByName(Connection connection, Table table) throws SQLException {
    SqlFragment query =
        SqlFragment.of(
            "SELECT table_name FROM information_schema.views"
                + " WHERE INSTR(view_definition, ?) > 0 ORDER BY 1",
            "`" + schema(table.name()) + "`.`" + table.name().name().name() + "`");
    return Sql.rows(connection, query, row -> row.getString(1));
  }

  @Override
  public List<TriggerCode> triggers(Connection connection, Table table) throws SQLException {
    SqlFragment query =
        SqlFragment.of(
            "SELECT trigger_name, action_statement FROM information_schema.triggers"
                + " WHERE event_object_schema = ? AND event_object_table = ? ORDER BY 1",
            schema(table.name()),
            table.name().name().name());
    return Sql.rows(
        connection,
        query,
        row -> new TriggerCode(row.getString(1), row.getString(1), row.getString(2)));
  }

  /** None: rights on a database are the usual ones here, and hold for its views. */
  @Override
  public List<String> grants(Connection connection, Table table) {
    return List.of();
  }

  @Override
  public Optional<String> triggerObstacle(Connection connection) throws SQLException {
    if (!Sql.truth(connection, "SELECT @@log_bin = 1 AND @@log_bin_trust_function_creators = 0")) {
      return Optional.empty();
    }
    SqlFragment grants =
        SqlFragment.of(
            "SELECT 1 FROM information_schema.user_privileges WHERE privilege_type IN"
                + " ('SUPER', 'SET_USER_ID', 'SET_ANY_DEFINER')"
                + " AND grantee = CONCAT('''', REPLACE(CURRENT_USER(), '@', '''@'''), '''')");
    return Sql.rows(connection, grants, row -> row.getInt(1)).isEmpty()
        ? Optional.of(
            "the binary log is on, and then a user without SUPER may create triggers only if"
                + " log_bin_trust_function_creators is on")
        : Optional.empty();
  }
}
