package dev.persistence.migrate.internal.cli;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * New connections by a JDBC URL, without a pool: a program needs few, and each only once. What
 * drivers say of a URL is told without its credentials.
 */
final class UrlDataSource implements DataSource {

  private final String url;
  private final Properties properties = new Properties();

  UrlDataSource(String url, @Nullable String user, @Nullable String password) {
    this.url = url;
    if (user != null) {
      properties.setProperty("user", user);
    }
    if (password != null) {
      properties.setProperty("password", password);
    }
  }

  @Override
  public Connection getConnection() throws SQLException {
    return connect(properties);
  }

  private Connection connect(Properties with) throws SQLException {
    try {
      return DriverManager.getConnection(url, with);
    } catch (SQLException failure) {
      // Without its cause, which has the same message.
      throw new SQLException(
          Secrets.masked(String.valueOf(failure.getMessage())),
          failure.getSQLState(),
          failure.getErrorCode());
    }
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    Properties others = new Properties();
    others.setProperty("user", user);
    others.setProperty("password", password);
    return connect(others);
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(@Nullable PrintWriter writer) throws SQLException {
    throw new SQLFeatureNotSupportedException("There is no log writer");
  }

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    throw new SQLFeatureNotSupportedException("Set the time-out in the URL");
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("There is no logger");
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    if (type.isInstance(this)) {
      return type.cast(this);
    }
    throw new SQLException("Not a wrapper for " + type.getName());
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return type.isInstance(this);
  }
}
