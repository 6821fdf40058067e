package dev.persistence.routing.internal;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.Credentials;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import javax.sql.DataSource;

/** The only class that is compiled against HikariCP: opens plain connections like a pool's own. */
final class HikariProbe {

  private HikariProbe() {}

  static ProbeConnections of(DataSource pool) {
    HikariDataSource hikari = (HikariDataSource) pool;
    DataSource underlying = hikari.getDataSource();
    if (underlying != null) {
      return () -> connect(underlying, hikari.getCredentials());
    }
    String url = hikari.getJdbcUrl();
    if (url == null) {
      return pool::getConnection;
    }
    return () -> DriverManager.getConnection(url, properties(hikari));
  }

  private static Connection connect(DataSource underlying, Credentials credentials)
      throws SQLException {
    return credentials.getUsername() == null
        ? underlying.getConnection()
        : underlying.getConnection(credentials.getUsername(), credentials.getPassword());
  }

  /** Read anew for each connection, since HikariCP allows credentials to change at run time. */
  private static Properties properties(HikariDataSource hikari) {
    Properties properties = new Properties();
    properties.putAll(hikari.getDataSourceProperties());
    Credentials credentials = hikari.getCredentials();
    if (credentials.getUsername() != null) {
      properties.setProperty("user", credentials.getUsername());
    }
    if (credentials.getPassword() != null) {
      properties.setProperty("password", credentials.getPassword());
    }
    return properties;
  }
}
