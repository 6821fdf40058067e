package dev.persistence.routing;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A pool whose database nobody can reach; counts who tried. */
public final class UnreachableDataSource implements DataSource {

  /** Nothing is borrowed yet. */
  public UnreachableDataSource() {}

  private final AtomicInteger borrowed = new AtomicInteger();

  /** Returns how often a connection was asked for. */
  public int attempts() {
    return borrowed.get();
  }

  @Override
  public Connection getConnection() throws SQLException {
    borrowed.incrementAndGet();
    throw new SQLTransientConnectionException("unreachable on purpose", "08001");
  }

  @Override
  public Connection getConnection(String username, String password) throws SQLException {
    return getConnection();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLException("not a wrapper");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(@Nullable PrintWriter out) {}

  @Override
  public void setLoginTimeout(int seconds) {}

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getGlobal();
  }
}
