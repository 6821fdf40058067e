package dev.persistence.routing.internal;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * The face of a {@link BoundStatement}: executions are routed, settings are remembered, everything
 * else goes to the driver's own statement.
 *
 * <p>Not thread-safe but for {@link #cancel}, like any statement.
 *
 * @param <S> the kind of statement
 */
class RoutedStatement<S extends Statement> extends BoundStatement<S> implements Statement {

  private static final String BATCH = "parts of a batch were already added to it";

  RoutedStatement(RoutingConnection connection, Recipe<S> recipe) {
    super(connection, recipe);
  }

  @Override
  public final Connection getConnection() throws SQLException {
    if (isStatementClosed()) {
      throw new SQLException("The statement is closed", "55000");
    }
    return routed();
  }

  @Override
  public final void close() throws SQLException {
    closeStatement();
  }

  @Override
  public final boolean isClosed() throws SQLException {
    return isStatementClosed();
  }

  @Override
  public final <T> T unwrap(Class<T> type) throws SQLException {
    if (type.isInstance(this)) {
      return type.cast(this);
    }
    S driver = escape();
    return type.isInstance(driver) ? type.cast(driver) : driver.unwrap(type);
  }

  @Override
  public final boolean isWrapperFor(Class<?> type) throws SQLException {
    return type.isInstance(this) || type.isInstance(driver()) || driver().isWrapperFor(type);
  }

  @Override
  public ResultSet executeQuery(String sql) throws SQLException {
    return run((driver, text) -> driver.executeQuery(text), sql);
  }

  @Override
  public int executeUpdate(String sql) throws SQLException {
    return run((driver, text) -> driver.executeUpdate(text), sql);
  }

  @Override
  public int getMaxFieldSize() throws SQLException {
    return driver().getMaxFieldSize();
  }

  @Override
  public void setMaxFieldSize(int value) throws SQLException {
    JdbcSetting.notNegative("maxFieldSize", value);
    set(Option.MAX_FIELD_SIZE, driver -> driver.setMaxFieldSize(value));
  }

  @Override
  public int getMaxRows() throws SQLException {
    return driver().getMaxRows();
  }

  @Override
  public void setMaxRows(int value) throws SQLException {
    JdbcSetting.notNegative("maxRows", value);
    set(Option.MAX_ROWS, driver -> driver.setMaxRows(value));
  }

  @Override
  public void setEscapeProcessing(boolean value) throws SQLException {
    set(Option.ESCAPE_PROCESSING, driver -> driver.setEscapeProcessing(value));
  }

  @Override
  public int getQueryTimeout() throws SQLException {
    return driver().getQueryTimeout();
  }

  @Override
  public void setQueryTimeout(int value) throws SQLException {
    JdbcSetting.notNegative("queryTimeout", value);
    set(Option.QUERY_TIMEOUT, driver -> driver.setQueryTimeout(value));
  }

  @Override
  public void cancel() throws SQLException {
    cancelIfBound();
  }

  @Override
  public @Nullable SQLWarning getWarnings() throws SQLException {
    S driver = driverIfBound();
    return driver == null ? null : driver.getWarnings();
  }

  @Override
  public void clearWarnings() throws SQLException {
    S driver = driverIfBound();
    if (driver != null) {
      driver.clearWarnings();
    }
  }

  @Override
  public void setCursorName(String name) throws SQLException {
    set(Option.CURSOR_NAME, driver -> driver.setCursorName(name));
  }

  @Override
  public boolean execute(String sql) throws SQLException {
    return run((driver, text) -> driver.execute(text), sql);
  }

  @Override
  public @Nullable ResultSet getResultSet() throws SQLException {
    S driver = driverIfBound();
    return driver == null ? null : driver.getResultSet();
  }

  @Override
  public int getUpdateCount() throws SQLException {
    S driver = driverIfBound();
    return driver == null ? -1 : driver.getUpdateCount();
  }

  @Override
  public boolean getMoreResults() throws SQLException {
    S driver = driverIfBound();
    return driver == null ? false : driver.getMoreResults();
  }

  @Override
  public void setFetchDirection(int value) throws SQLException {
    JdbcSetting.fetchDirection(value);
    set(Option.FETCH_DIRECTION, driver -> driver.setFetchDirection(value));
  }

  @Override
  public int getFetchDirection() throws SQLException {
    return driver().getFetchDirection();
  }

  @Override
  public void setFetchSize(int value) throws SQLException {
    JdbcSetting.fetchSize(value);
    set(Option.FETCH_SIZE, driver -> driver.setFetchSize(value));
  }

  @Override
  public int getFetchSize() throws SQLException {
    return driver().getFetchSize();
  }

  @Override
  public int getResultSetConcurrency() throws SQLException {
    return driver().getResultSetConcurrency();
  }

  @Override
  public int getResultSetType() throws SQLException {
    return driver().getResultSetType();
  }

  /** Adds a part to the batch, which from then on keeps the statement where it is. */
  final void addToBatch(Recorded.Step<? super S> step) throws SQLException {
    step.on(driverInPlace());
    fix(BATCH);
  }

  @Override
  public void addBatch(String sql) throws SQLException {
    addToBatch(driver -> driver.addBatch(sql));
  }

  @Override
  public void clearBatch() throws SQLException {
    S driver = driverIfBound();
    if (driver != null) {
      driver.clearBatch();
      unfix(BATCH);
    }
  }

  @Override
  public int[] executeBatch() throws SQLException {
    try {
      return run((driver, none) -> driver.executeBatch(), "");
    } finally {
      unfix(BATCH);
    }
  }

  @Override
  public boolean getMoreResults(int value) throws SQLException {
    S driver = driverIfBound();
    return driver == null ? false : driver.getMoreResults(value);
  }

  @Override
  public ResultSet getGeneratedKeys() throws SQLException {
    return driver().getGeneratedKeys();
  }

  @Override
  public int executeUpdate(String sql, int autoGeneratedKeys) throws SQLException {
    return run((driver, text) -> driver.executeUpdate(text, autoGeneratedKeys), sql);
  }

  @Override
  public int executeUpdate(String sql, int[] columnIndexes) throws SQLException {
    return run((driver, text) -> driver.executeUpdate(text, columnIndexes), sql);
  }

  @Override
  public int executeUpdate(String sql, String[] columnNames) throws SQLException {
    return run((driver, text) -> driver.executeUpdate(text, columnNames), sql);
  }

  @Override
  public boolean execute(String sql, int autoGeneratedKeys) throws SQLException {
    return run((driver, text) -> driver.execute(text, autoGeneratedKeys), sql);
  }

  @Override
  public boolean execute(String sql, int[] columnIndexes) throws SQLException {
    return run((driver, text) -> driver.execute(text, columnIndexes), sql);
  }

  @Override
  public boolean execute(String sql, String[] columnNames) throws SQLException {
    return run((driver, text) -> driver.execute(text, columnNames), sql);
  }

  @Override
  public int getResultSetHoldability() throws SQLException {
    return driver().getResultSetHoldability();
  }

  @Override
  public void setPoolable(boolean value) throws SQLException {
    set(Option.POOLABLE, driver -> driver.setPoolable(value));
  }

  @Override
  public boolean isPoolable() throws SQLException {
    return driver().isPoolable();
  }

  @Override
  public void closeOnCompletion() throws SQLException {
    set(Option.CLOSE_ON_COMPLETION, Statement::closeOnCompletion);
  }

  @Override
  public boolean isCloseOnCompletion() throws SQLException {
    return closesOnCompletion();
  }

  @Override
  public long getLargeUpdateCount() throws SQLException {
    S driver = driverIfBound();
    return driver == null ? -1 : driver.getLargeUpdateCount();
  }

  @Override
  public void setLargeMaxRows(long value) throws SQLException {
    JdbcSetting.notNegative("maxRows", value);
    set(Option.MAX_ROWS, driver -> driver.setLargeMaxRows(value));
  }

  @Override
  public long getLargeMaxRows() throws SQLException {
    return driver().getLargeMaxRows();
  }

  @Override
  public long[] executeLargeBatch() throws SQLException {
    try {
      return run((driver, none) -> driver.executeLargeBatch(), "");
    } finally {
      unfix(BATCH);
    }
  }

  @Override
  public long executeLargeUpdate(String sql) throws SQLException {
    return run((driver, text) -> driver.executeLargeUpdate(text), sql);
  }

  @Override
  public long executeLargeUpdate(String sql, int autoGeneratedKeys) throws SQLException {
    return run((driver, text) -> driver.executeLargeUpdate(text, autoGeneratedKeys), sql);
  }

  @Override
  public long executeLargeUpdate(String sql, int[] columnIndexes) throws SQLException {
    return run((driver, text) -> driver.executeLargeUpdate(text, columnIndexes), sql);
  }

  @Override
  public long executeLargeUpdate(String sql, String[] columnNames) throws SQLException {
    return run((driver, text) -> driver.executeLargeUpdate(text, columnNames), sql);
  }

  @Override
  public String enquoteLiteral(String sql) throws SQLException {
    return driver().enquoteLiteral(sql);
  }

  @Override
  public String enquoteIdentifier(String sql, boolean value) throws SQLException {
    return driver().enquoteIdentifier(sql, value);
  }

  @Override
  public boolean isSimpleIdentifier(String sql) throws SQLException {
    return driver().isSimpleIdentifier(sql);
  }

  @Override
  public String enquoteNCharLiteral(String sql) throws SQLException {
    return driver().enquoteNCharLiteral(sql);
  }
}
