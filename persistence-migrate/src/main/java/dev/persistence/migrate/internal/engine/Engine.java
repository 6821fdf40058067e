package dev.persistence.migrate.internal.engine;

import dev.persistence.core.sql.Dialect;
import java.sql.Connection;
import java.sql.SQLException;

/** All that differs between databases for a migration. */
public record Engine(
    Dialect dialect,
    Sessions sessions,
    Catalog catalog,
    Ddl ddl,
    Triggers triggers,
    HistoryTables history) {

  /** Returns the engine behind the connection. */
  public static Engine of(Connection connection) throws SQLException {
    Dialect dialect = Dialect.detect(connection);
    if (dialect.equals(Dialect.postgreSql())) {
      PostgresSql sql = new PostgresSql(dialect);
      PostgresSessions sessions = new PostgresSessions();
      HistoryTables history = new HistoryTables(dialect, sessions.schema(connection));
      return new Engine(
          dialect,
          sessions,
          new PostgresCatalog(sql),
          new PostgresDdl(sql),
          new PostgresTriggers(sql, history),
          history);
    }
    MySqlSql sql = new MySqlSql(dialect);
    MySqlSessions sessions = new MySqlSessions();
    HistoryTables history = new HistoryTables(dialect, sessions.schema(connection));
    return new Engine(
        dialect,
        sessions,
        new MySqlCatalog(sql),
        new MySqlDdl(sql),
        new MySqlTriggers(sql, history),
        history);
  }
}
