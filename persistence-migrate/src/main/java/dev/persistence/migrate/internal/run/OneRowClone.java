package dev.persistence.migrate.internal.run;

import dev.persistence.core.sql.Dialect;
import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.migrate.internal.engine.Column;
import dev.persistence.migrate.internal.engine.Sql;
import dev.persistence.migrate.internal.engine.Table;
import dev.persistence.migrate.lint.TableLock;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/**
 * A temporary table of PostgreSQL like another one, with one row of it, that nobody else sees and
 * that goes with the session at the latest. Not thread-safe.
 */
final class OneRowClone {

  private final Connection connection;
  private final Table table;
  private final String original;
  private final String name;
  private final String schema;

  private OneRowClone(Connection connection, Table table, int number) {
    this.connection = connection;
    this.table = table;
    this.original = Dialect.postgreSql().quote(table.name());
    this.name = "pg_temp.zz_mig_clone_" + number;
    this.schema = original.substring(0, original.length() - quoted(table).length());
  }

  private static String quoted(Table table) {
    return Dialect.postgreSql().quote(table.name().name());
  }

  static OneRowClone create(Connection connection, Table table, int number) throws SQLException {
    OneRowClone clone = new OneRowClone(connection, table, number);
    Sql.run(
        connection,
        "CREATE TEMPORARY TABLE "
            + clone.name.substring("pg_temp.".length())
            + " (LIKE "
            + clone.original
            + " INCLUDING ALL)");
    clone.fill();
    return clone;
  }

  /** Puts a row of the original in the place of that which is there, as a client would. */
  void fill() throws SQLException {
    List<Identifier> written =
        table.columns().stream().filter(column -> !column.generated()).map(Column::name).toList();
    String columns = Dialect.postgreSql().quote(written);
    Sql.run(connection, "DELETE FROM " + name);
    Sql.run(
        connection,
        "INSERT INTO "
            + name
            + " ("
            + columns
            + ") SELECT "
            + columns
            + " FROM "
            + original
            + " LIMIT 1");
  }

  boolean isEmpty() throws SQLException {
    return Sql.truth(connection, "SELECT NOT EXISTS (SELECT 1 FROM " + name + ")");
  }

  /** Returns the statement as one on the clone; what triggers call is temporary as well then. */
  String renamed(String statement) {
    return statement
        .replace(original, name)
        .replace(schema + "\"zz_mig_", "pg_temp.\"zz_mig_")
        .replace(schema + "\"azz_mig_", "pg_temp.\"azz_mig_");
  }

  /** Tells whether the renamed statement would change something that is no clone. */
  boolean reachesFarther(String renamed) {
    return !renamed.startsWith("CREATE OR REPLACE FUNCTION pg_temp.")
        && (renamed.contains(schema) || renamed.contains("FOREIGN KEY"));
  }

  /** What can be told of the clone within a transaction. */
  record Reading(String file, long tuples) {}

  Reading read(String oid) throws SQLException {
    SqlFragment file =
        SqlFragment.of("SELECT relfilenode::text FROM pg_catalog.pg_class WHERE oid = ?::oid", oid);
    List<String> files = Sql.rows(connection, file, row -> row.getString(1));
    SqlFragment tuples =
        SqlFragment.of("SELECT pg_catalog.pg_stat_get_xact_tuples_returned(?::oid)", oid);
    long read = Sql.rows(connection, tuples, row -> row.getLong(1)).get(0);
    return new Reading(files.isEmpty() ? "" : files.get(0), read);
  }

  String oid() throws SQLException {
    return Sql.text(connection, "SELECT '" + name + "'::regclass::oid::text");
  }

  TableLock strongestLock(String oid) throws SQLException {
    SqlFragment query =
        SqlFragment.of(
            "SELECT mode FROM pg_catalog.pg_locks WHERE pid = pg_catalog.pg_backend_pid()"
                + " AND relation = ?::oid",
            oid);
    TableLock strongest = TableLock.NONE;
    for (String mode : Sql.rows(connection, query, row -> row.getString(1))) {
      String words = mode.replace("Lock", "").replaceAll("([a-z])([A-Z])", "$1_$2");
      TableLock lock = TableLock.valueOf(words.toUpperCase(Locale.ROOT));
      strongest = lock.compareTo(strongest) > 0 ? lock : strongest;
    }
    return strongest;
  }

  void drop() throws SQLException {
    Sql.run(connection, "DROP TABLE IF EXISTS " + name);
  }

  /** Drops what triggers called. */
  static void dropFunctions(Connection connection) throws SQLException {
    SqlFragment query =
        SqlFragment.of(
            "SELECT pg_catalog.quote_ident(proname) FROM pg_catalog.pg_proc WHERE pronamespace ="
                + " pg_catalog.pg_my_temp_schema() AND proname LIKE '%zz_mig%'");
    for (String function : Sql.rows(connection, query, row -> row.getString(1))) {
      Sql.run(connection, "DROP FUNCTION pg_temp." + function);
    }
  }
}
