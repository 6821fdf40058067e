package dev.persistence.migrate.internal.engine;

import dev.persistence.core.sql.SqlFragment;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The session of a runner on MySQL and MariaDB. */
final class MySqlSessions implements Sessions {

  private static final int NAME_LENGTH = 40;

  /** Those that a server has. */
  private static final String SETTINGS =
      "('lock_wait_timeout', 'wait_timeout', 'max_statement_time', 'max_execution_time',"
          + " 'foreign_key_checks')";

  /** Not this way, twice; too many instant changes of the table so far, on each of the two. */
  private static final Set<Integer> UNSUPPORTED = Set.of(1845, 1846, 4092, 1118);

  @Override
  public List<String> prepare(Connection session) throws SQLException {
    List<String> settings = new ArrayList<>();
    List<String> undo = new ArrayList<>();
    Sql.rows(
        session,
        SqlFragment.of("SHOW SESSION VARIABLES WHERE variable_name IN " + SETTINGS),
        row -> {
          undo.add("SET SESSION " + row.getString(1) + " = " + row.getString(2));
          return settings.add(row.getString(1));
        });
    for (String setting : settings) {
      switch (setting) {
        case "lock_wait_timeout" -> Sql.run(session, "SET SESSION lock_wait_timeout = 1");
        case "wait_timeout" -> Sql.run(session, "SET SESSION wait_timeout = 86400");
        // A step turns it off and on; one that fails in between leaves it off.
        case "foreign_key_checks" -> {}
        default -> Sql.run(session, "SET SESSION " + setting + " = 0");
      }
    }
    return undo;
  }

  @Override
  public long id(Connection session) throws SQLException {
    return Sql.number(session, "SELECT CONNECTION_ID()");
  }

  @Override
  public boolean tryLock(Connection session, String name) throws SQLException {
    return Sql.truth(session, "SELECT GET_LOCK('" + key(name) + "', 0) = 1");
  }

  @Override
  public boolean hasLock(Connection session, String name) throws SQLException {
    return Sql.truth(session, "SELECT IS_USED_LOCK('" + key(name) + "') <=> CONNECTION_ID()");
  }

  @Override
  public void unlock(Connection session, String name) throws SQLException {
    Sql.run(session, "SELECT RELEASE_LOCK('" + key(name) + "')");
  }

  @Override
  public OptionalLong holder(Connection session, String name) throws SQLException {
    long id = Sql.number(session, "SELECT COALESCE(IS_USED_LOCK('" + key(name) + "'), 0)");
    return id == 0 ? OptionalLong.empty() : OptionalLong.of(id);
  }

  @Override
  public void end(Connection session, long id) throws SQLException {
    Sql.run(session, "KILL " + id);
  }

  /** Names are shared by all databases of a server, and short. */
  private static String key(String name) {
    return "persistence_migrate_" + Names.digest(name).substring(0, NAME_LENGTH);
  }

  @Override
  public Optional<String> schema(Connection session) throws SQLException {
    return Sql.name(session, "SELECT DATABASE()");
  }

  @Override
  public void begin(Connection session, String quotedTable) throws SQLException {
    Sql.run(session, "LOCK TABLES " + quotedTable + " WRITE");
  }

  @Override
  public void endMaintenance(Connection session, String quotedTable) {}

  @Override
  public boolean isMaintained(Connection session, String quotedTable) {
    return false;
  }

  @Override
  public void commit(Connection session) throws SQLException {
    Sql.run(session, "UNLOCK TABLES");
  }

  /** What was done stays: these statements commit by themselves. */
  @Override
  public void rollback(Connection session) throws SQLException {
    Sql.run(session, "UNLOCK TABLES");
  }

  /**
   * Along another index, as of a column that holds NULL yet, the server would lock its entry before
   * the row, and a client that changes the row does it the other way round.
   */
  @Override
  public String alongTheKey(String condition) {
    return "(CASE WHEN " + condition + " THEN 1 END) = 1";
  }

  /**
   * The server looks for a deadlock with each wait, and of two it ends the one that has changed
   * less, which a batch hardly ever is; so it must not wait at all.
   */
  @Override
  public void giveWay(Connection batch, String quotedTable, SqlFragment rows, String bypass)
      throws SQLException {
    SqlFragment lock =
        rows.within("SELECT COUNT(*) FROM " + quotedTable + " WHERE ", " FOR UPDATE NOWAIT");
    Sql.rows(batch, lock, row -> row.getLong(1));
    Sql.run(batch, bypass);
  }

  @Override
  public boolean isUnsupported(SQLException failure) {
    return UNSUPPORTED.contains(failure.getErrorCode());
  }
}
