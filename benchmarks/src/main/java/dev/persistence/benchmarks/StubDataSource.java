package dev.persistence.benchmarks;

import java.io.PrintWriter;
import java.sql.Connection;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A pool without limits or checks whose connections do nothing: one object for each borrow. */
public final class StubDataSource implements DataSource {

  private final boolean primary;

  public StubDataSource(boolean primary) {
    this.primary = primary;
  }

  boolean isPrimary() {
    return primary;
  }

  @Override
  public Connection getConnection() {
    return new StubConnection(this);
  }

  @Override
  public Connection getConnection(String username, String password) {
    return getConnection();
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
    throw Unused.method();
  }

  @Override
  public <T> T unwrap(Class<T> type) {
    return type.cast(this);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return type.isInstance(this);
  }
}
