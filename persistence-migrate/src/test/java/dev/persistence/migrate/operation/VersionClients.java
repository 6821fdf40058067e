package dev.persistence.migrate.operation;

import dev.persistence.migrate.LiveDatabase;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** A PostgreSQL whose clients have the schema of a version at the begin of their search path. */
final class VersionClients {

  private final DataSource primary;
  private final LiveDatabase live;

  VersionClients(DataSource primary) {
    this.primary = primary;
    this.live = new LiveDatabase(primary);
  }

  /** Returns clients that know of no version. */
  LiveDatabase live() {
    return live;
  }

  LiveDatabase as(String schema) {
    return LiveDatabase.ofNewSessions(dataSource(schema));
  }

  LiveDatabase as(String schema, String role) {
    return LiveDatabase.ofNewSessions(setting(primary, path(schema), "SET ROLE " + role));
  }

  DataSource dataSource(String schema) {
    return setting(primary, path(schema));
  }

  /** Returns clients of this search path, with nothing behind it. */
  DataSource withPath(String path) {
    return setting(primary, "SET search_path = " + path);
  }

  private static String path(String schema) {
    return "SET search_path = " + schema + ", public";
  }

  /** Returns a data source whose connections have made the settings. */
  static DataSource setting(DataSource primary, String... settings) {
    return (DataSource)
        Proxy.newProxyInstance(
            DataSource.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (self, method, arguments) -> {
              Connection connection = primary.getConnection();
              LiveDatabase.execute(connection, settings);
              return connection;
            });
  }

  /** Returns the views of versions. */
  List<String> views() throws SQLException {
    return live.rows(
        "SELECT schemaname || '.' || viewname FROM pg_views"
            + " WHERE starts_with(schemaname, 'app_') ORDER BY 1");
  }

  /** Returns the schemas of versions. */
  List<String> schemas() throws SQLException {
    return live.versionSchemas();
  }
}
