package dev.persistence.benchmarks;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** A statement that does nothing; fails on every method that no contestant should need. */
final class StubStatement implements Statement {

  private final StubConnection connection;
  private boolean closed;

  StubStatement(StubConnection connection) {
    this.connection = connection;
  }

  @Override
  public boolean execute(String sql) {
    return false;
  }

  @Override
  public int executeUpdate(String sql) {
    return 0;
  }

  @Override
  public void close() {
    closed = true;
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public Connection getConnection() {
    return connection;
  }

  @Override
  public int getUpdateCount() {
    return -1;
  }

  @Override
  public @Nullable SQLWarning getWarnings() {
    return null;
  }

  @Override
  public void clearWarnings() {}

  @Override
  public void addBatch(String a0) throws SQLException {
    throw Unused.method();
  }

  @Override
  public void cancel() throws SQLException {
    throw Unused.method();
  }

  @Override
  public void clearBatch() throws SQLException {
    throw Unused.method();
  }

  @Override
  public void closeOnCompletion() throws SQLException {
    throw Unused.method();
  }

  @Override
  public boolean execute(String a0, int a1) throws SQLException {
    throw Unused.method();
  }

  @Override
  public boolean execute(String a0, int[] a1) throws SQLException {
    throw Unused.method();
  }

  @Override
  public boolean execute(String a0, String[] a1) throws SQLException {
    throw Unused.method();
  }

  @Override
  public int[] executeBatch() throws SQLException {
    throw Unused.method();
  }

  @Override
  public ResultSet executeQuery(String a0) throws SQLException {
    throw Unused.method();
  }

  @Override
  public int executeUpdate(String a0, int a1) throws SQLException {
    throw Unused.method();
  }

  @Override
  public int executeUpdate(String a0, int[] a1) throws SQLException {
    throw Unused.method();
  }

  @Override
  public int executeUpdate(String a0, String[] a1) throws SQLException {
    throw Unused.method();
  }

  @Override
  public int getFetchDirection() throws SQLException {
    throw Unused.method();
  }

  @Override
  public int getFetchSize() throws SQLException {
    throw Unused.method();
  }

  @Override
  public ResultSet getGeneratedKeys() throws SQLException {
    throw Unused.method();
  }

  @Override
  public int getMaxFieldSize() throws SQLException {
    throw Unused.method();
  }

  @Override
  public int getMaxRows() throws SQLException {
    throw Unused.method();
  }

  @Override
  public boolean getMoreResults() throws SQLException {
    throw Unused.method();
  }

  @Override
  public boolean getMoreResults(int a0) throws SQLException {
    throw Unused.method();
  }

  @Override
  public int getQueryTimeout() throws SQLException {
    throw Unused.method();
  }

  @Override
  public ResultSet getResultSet() throws SQLException {
    throw Unused.method();
  }

  @Override
  public int getResultSetConcurrency() throws SQLException {
    throw Unused.method();
  }

  @Override
  public int getResultSetHoldability() throws SQLException {
    throw Unused.method();
  }

  @Override
  public int getResultSetType() throws SQLException {
    throw Unused.method();
  }

  @Override
  public boolean isCloseOnCompletion() throws SQLException {
    throw Unused.method();
  }

  @Override
  public boolean isPoolable() throws SQLException {
    throw Unused.method();
  }

  @Override
  public boolean isWrapperFor(Class<?> a0) throws SQLException {
    throw Unused.method();
  }

  @Override
  public void setCursorName(String a0) throws SQLException {
    throw Unused.method();
  }

  @Override
  public void setEscapeProcessing(boolean a0) throws SQLException {
    throw Unused.method();
  }

  @Override
  public void setFetchDirection(int a0) throws SQLException {
    throw Unused.method();
  }

  @Override
  public void setFetchSize(int a0) throws SQLException {
    throw Unused.method();
  }

  @Override
  public void setMaxFieldSize(int a0) throws SQLException {
    throw Unused.method();
  }

  @Override
  public void setMaxRows(int a0) throws SQLException {
    throw Unused.method();
  }

  @Override
  public void setPoolable(boolean a0) throws SQLException {
    throw Unused.method();
  }

  @Override
  public void setQueryTimeout(int a0) throws SQLException {
    throw Unused.method();
  }

  @Override
  public <T> T unwrap(Class<T> a0) throws SQLException {
    throw Unused.method();
  }
}
