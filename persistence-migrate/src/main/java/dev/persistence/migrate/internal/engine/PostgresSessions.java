package dev.persistence.migrate.internal.engine;

import dev.persistence.core.sql.SqlFragment;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The session of a runner on PostgreSQL. */
final class PostgresSessions implements Sessions {

  /** Shorter than any time that a queue of waiting writers would be noticed. */
  private static final String GIVE_UP_SOON = "SET LOCAL lock_timeout = '50ms'";

  /** With it the server notices within a second, in the middle of a statement, that we are gone. */
  private static final String CHECK = "client_connection_check_interval";

  /**
   * Those that a server has. A build beside writers that gave up waiting would leave an index that
   * nobody uses.
   */
  private static final String SETTINGS =
      "('"
          + CHECK
          + "', 'statement_timeout', 'idle_session_timeout', 'lock_timeout',"
          + " 'transaction_timeout')";

  /** Where the tables are that views of versions on the path show, if it has a history. */
  private static final String BEHIND_VIEWS =
      "SELECT min(h.nspname::text) FROM pg_catalog.pg_namespace n"
          + " JOIN pg_catalog.pg_class v ON v.relnamespace = n.oid AND v.relkind = 'v'"
          + " JOIN pg_catalog.pg_rewrite r ON r.ev_class = v.oid"
          + " JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_rewrite'::regclass"
          + " AND d.objid = r.oid AND d.refclassid = 'pg_catalog.pg_class'::regclass"
          + " JOIN pg_catalog.pg_class t ON t.oid = d.refobjid AND t.oid <> v.oid"
          + " JOIN pg_catalog.pg_namespace h ON h.oid = t.relnamespace"
          + " WHERE n.nspname = ANY (pg_catalog.current_schemas(false))"
          + " AND pg_catalog.starts_with(pg_catalog.obj_description(v.oid, 'pg_class'), "
          + PostgresSql.literal(VersionSchemas.MARK)
          + ") AND EXISTS (SELECT 1 FROM pg_catalog.pg_class m WHERE m.relnamespace = h.oid"
          + " AND m.relname = 'migration_runner') HAVING count(DISTINCT h.oid) = 1";

  @Override
  public List<String> prepare(Connection session) throws SQLException {
    // What the session has from its start is had by RESET, also when that changes meanwhile.
    SqlFragment query =
        SqlFragment.of(
            "SELECT name, CASE source WHEN 'session' THEN 'SET ' || name || ' = ' ||"
                + " pg_catalog.quote_literal(pg_catalog.current_setting(name)) ELSE 'RESET ' ||"
                + " name END FROM pg_catalog.pg_settings WHERE name IN "
                + SETTINGS);
    List<String> settings = new ArrayList<>();
    List<String> undo = new ArrayList<>();
    Sql.rows(
        session,
        query,
        row -> {
          undo.add(row.getString(2));
          return settings.add(row.getString(1));
        });
    for (String setting : settings) {
      Sql.run(session, "SET " + setting + " = " + (setting.equals(CHECK) ? "'1s'" : "0"));
    }
    return undo;
  }

  @Override
  public long id(Connection session) throws SQLException {
    return Sql.number(session, "SELECT pg_catalog.pg_backend_pid()");
  }

  @Override
  public boolean tryLock(Connection session, String name) throws SQLException {
    return Sql.truth(session, "SELECT pg_catalog.pg_try_advisory_lock(" + key(name) + ")");
  }

  @Override
  public boolean hasLock(Connection session, String name) throws SQLException {
    return Sql.truth(
        session,
        "SELECT EXISTS (SELECT 1" + locks(name) + " AND pid = pg_catalog.pg_backend_pid())");
  }

  @Override
  public OptionalLong holder(Connection session, String name) throws SQLException {
    long id = Sql.number(session, "SELECT COALESCE(max(pid), 0)" + locks(name));
    return id == 0 ? OptionalLong.empty() : OptionalLong.of(id);
  }

  private static String locks(String name) {
    long key = key(name);
    return " FROM pg_catalog.pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1"
        + " AND database = (SELECT oid FROM pg_catalog.pg_database WHERE datname ="
        + " pg_catalog.current_database()) AND classid = "
        + (key >>> 32)
        + " AND objid = "
        + (key & 0xffff_ffffL);
  }

  @Override
  public void end(Connection session, long id) throws SQLException {
    Sql.truth(session, "SELECT pg_catalog.pg_terminate_backend(" + id + ")");
  }

  @Override
  public void unlock(Connection session, String name) throws SQLException {
    Sql.run(session, "SELECT pg_catalog.pg_advisory_unlock(" + key(name) + ")");
  }

  private static long key(String name) {
    return Long.parseUnsignedLong(Names.digest("persistence_migrate " + name).substring(0, 16), 16);
  }

  @Override
  public Optional<String> schema(Connection session) throws SQLException {
    // A client that chooses its version by its search path has its schema before ours.
    return Sql.name(
        session,
        "SELECT COALESCE((SELECT p.name FROM pg_catalog.unnest(pg_catalog.current_schemas(false))"
            + " WITH ORDINALITY p (name, place) JOIN pg_catalog.pg_namespace n ON n.nspname ="
            + " p.name WHERE NOT pg_catalog.starts_with(p.name, 'pg_')"
            + " AND pg_catalog.obj_description(n.oid, 'pg_namespace') IS DISTINCT FROM "
            + PostgresSql.literal(VersionSchemas.MARK)
            + " ORDER BY p.place LIMIT 1), ("
            + BEHIND_VIEWS
            + "))");
  }

  @Override
  public void begin(Connection session, String quotedTable) throws SQLException {
    session.setAutoCommit(false);
    Sql.run(session, GIVE_UP_SOON);
  }

  /**
   * An autovacuum ends for whoever has waited for it for {@code deadlock_timeout}. This waits in a
   * queue in which no reader and no writer stands, and once it has the lock no other autovacuum
   * comes.
   */
  @Override
  public void endMaintenance(Connection session, String quotedTable) throws SQLException {
    if (!isMaintained(session, quotedTable)) {
      return;
    }
    Sql.run(
        session,
        "SELECT pg_catalog.set_config('lock_timeout', (setting::int + 500)::text, true)"
            + " FROM pg_catalog.pg_settings WHERE name = 'deadlock_timeout'");
    Sql.run(session, "LOCK TABLE " + quotedTable + " IN SHARE UPDATE EXCLUSIVE MODE");
    Sql.run(session, GIVE_UP_SOON);
  }

  /** Of all sessions only those of the server itself have no user, which everybody may see. */
  @Override
  public boolean isMaintained(Connection session, String quotedTable) throws SQLException {
    return Sql.truth(
        session,
        "SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_activity a"
            + " ON a.pid = l.pid WHERE l.granted AND l.locktype = 'relation' AND l.database ="
            + " (SELECT oid FROM pg_catalog.pg_database WHERE datname ="
            + " pg_catalog.current_database()) AND l.relation = pg_catalog.to_regclass("
            + PostgresSql.literal(quotedTable)
            + ") AND l.mode = 'ShareUpdateExclusiveLock' AND a.usesysid IS NULL)");
  }

  @Override
  public void commit(Connection session) throws SQLException {
    session.commit();
    session.setAutoCommit(true);
  }

  @Override
  public void rollback(Connection session) throws SQLException {
    session.rollback();
    session.setAutoCommit(true);
  }

  /** Long before the server looks for a deadlock, of which it would end whoever has it look. */
  @Override
  public void giveWay(Connection batch, String quotedTable, SqlFragment rows, String bypass)
      throws SQLException {
    Sql.run(batch, GIVE_UP_SOON + "; " + bypass);
  }

  @Override
  public boolean isUnsupported(SQLException failure) {
    return false;
  }
}
