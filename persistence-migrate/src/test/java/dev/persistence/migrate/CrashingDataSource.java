package dev.persistence.migrate;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * A data source whose program dies, as far as the database can tell, after a given number of
 * statements and ends of transactions: all its connections break, and there is no other.
 */
final class CrashingDataSource implements DataSource {

  private static final Set<String> COUNTED =
      Set.of("execute", "executeQuery", "executeUpdate", "commit");

  private final DataSource real;
  private final int last;
  private final AtomicInteger done = new AtomicInteger();
  private final Set<Connection> open = ConcurrentHashMap.newKeySet();

  CrashingDataSource(DataSource real, int last) {
    this.real = real;
    this.last = last;
  }

  /** What is thrown by the statement that was the last. */
  static final class Crash extends Error {
    private static final long serialVersionUID = 1L;
  }

  boolean hasCrashed() {
    return done.get() >= last;
  }

  @Override
  public Connection getConnection() throws SQLException {
    if (hasCrashed()) {
      throw new SQLException("crashed", "08001");
    }
    Connection connection = real.getConnection();
    open.add(connection);
    return wrapped(Connection.class, connection);
  }

  private <T> T wrapped(Class<T> type, T target) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              Object result;
              try {
                result = method.invoke(target, arguments);
              } catch (InvocationTargetException failure) {
                throw failure.getCause();
              }
              if (COUNTED.contains(method.getName()) && done.incrementAndGet() == last) {
                for (Connection connection : open) {
                  connection.abort(Runnable::run);
                }
                throw new Crash();
              }
              return method.getName().equals("prepareStatement")
                  ? wrapped(PreparedStatement.class, (PreparedStatement) result)
                  : method.getName().equals("createStatement")
                      ? wrapped(Statement.class, (Statement) result)
                      : result;
            }));
  }

  @Override
  public Connection getConnection(String username, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public PrintWriter getLogWriter() throws SQLException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public void setLogWriter(PrintWriter out) throws SQLException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public int getLoginTimeout() throws SQLException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
