package dev.persistence.routing.internal;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import com.zaxxer.hikari.util.Credentials;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A HikariCP pool, whose settings the sampler's own plain connections share. The only class that is
 * compiled against HikariCP.
 */
final class HikariPool implements NodePool {

  private final HikariDataSource hikari;

  private HikariPool(HikariDataSource hikari) {
    this.hikari = hikari;
  }

  static NodePool of(DataSource pool) {
    return new HikariPool((HikariDataSource) pool);
  }

  @Override
  public Connection borrow() throws SQLException {
    return hikari.getConnection();
  }

  /** Reads the settings anew, since HikariCP allows credentials to change at run time. */
  @Override
  public Connection openProbe() throws SQLException {
    Credentials credentials = hikari.getCredentials();
    DataSource underlying = hikari.getDataSource();
    String url = hikari.getJdbcUrl();
    if (underlying != null) {
      return credentials.getUsername() == null
          ? underlying.getConnection()
          : underlying.getConnection(credentials.getUsername(), credentials.getPassword());
    }
    return url == null
        ? hikari.getConnection()
        : DriverManager.getConnection(url, properties(url, credentials));
  }

  private Properties properties(String url, Credentials credentials) {
    Properties properties = ProbeTimeouts.of(url);
    properties.putAll(hikari.getDataSourceProperties());
    if (credentials.getUsername() != null) {
      properties.setProperty("user", credentials.getUsername());
    }
    if (credentials.getPassword() != null) {
      properties.setProperty("password", credentials.getPassword());
    }
    return properties;
  }

  @Override
  public int size() {
    return hikari.getMaximumPoolSize();
  }

  /** A returned connection is set back to what the pool is configured to. */
  @Override
  public @Nullable Boolean lendsReadOnly() {
    return hikari.isReadOnly();
  }

  @Override
  public void purge() {
    HikariPoolMXBean pool = hikari.getHikariPoolMXBean();
    if (pool != null) {
      pool.softEvictConnections();
    }
  }
}
