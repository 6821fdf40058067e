package dev.persistence.migrate.internal.engine;

import dev.persistence.core.Explanation;
import dev.persistence.core.sql.Dialect;
import dev.persistence.migrate.InvalidMigrationException;
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

  /**
   * Returns the engine behind the connection.
   *
   * @throws InvalidMigrationException if the connection has no schema to work in
   */
  public static Engine of(Connection connection) throws SQLException {
    Dialect dialect = Dialect.detect(connection);
    if (dialect.equals(Dialect.postgreSql())) {
      PostgresSql sql = new PostgresSql(dialect);
      PostgresSessions sessions = new PostgresSessions();
      HistoryTables history = history(dialect, sessions, connection);
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
    HistoryTables history = history(dialect, sessions, connection);
    return new Engine(
        dialect,
        sessions,
        new MySqlCatalog(sql),
        new MySqlDdl(sql),
        new MySqlTriggers(sql, history),
        history);
  }

  private static HistoryTables history(Dialect dialect, Sessions sessions, Connection connection)
      throws SQLException {
    String schema =
        sessions
            .schema(connection)
            .orElseThrow(
                () ->
                    new InvalidMigrationException(
                        "",
                        new Explanation(
                            "No migration can be looked up or recorded through this connection",
                            "it names no database, or no schema that exists",
                            "Name one: jdbc:mysql://host/DATABASE, or the search_path of"
                                + " PostgreSQL, behind schemas of versions")));
    return new HistoryTables(dialect, schema);
  }
}
