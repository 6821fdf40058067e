package dev.persistence.benchmarks;

import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.SQLXML;
import java.sql.Savepoint;
import java.sql.Statement;
import java.sql.Struct;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A connection that costs next to nothing, so that what is measured is the router in front of it.
 *
 * <p>Fails on every method that no contestant should need.
 */
final class StubConnection implements Connection {

  private final StubDataSource source;
  private boolean autoCommit = true;
  private boolean readOnly;
  private boolean closed;

  StubConnection(StubDataSource source) {
    this.source = source;
  }

  /** Tells whether this connection leads to the primary. */
  boolean isPrimary() {
    return source.isPrimary();
  }

  @Override
  public Statement createStatement() {
    return new StubStatement(this);
  }

  @Override
  public void setAutoCommit(boolean autoCommit) {
    this.autoCommit = autoCommit;
  }

  @Override
  public boolean getAutoCommit() {
    return autoCommit;
  }

  @Override
  public void setReadOnly(boolean readOnly) {
    this.readOnly = readOnly;
  }

  @Override
  public boolean isReadOnly() {
    return readOnly;
  }

  @Override
  public void commit() {}

  @Override
  public void rollback() {}

  @Override
  public void close() {
    closed = true;
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public boolean isValid(int timeout) {
    return !closed;
  }

  @Override
  public int getTransactionIsolation() {
    return TRANSACTION_READ_COMMITTED;
  }

  @Override
  public void setTransactionIsolation(int level) {}

  @Override
  public void setNetworkTimeout(Executor executor, int milliseconds) {}

  @Override
  public int getNetworkTimeout() {
    return 0;
  }

  @Override
  public void abort(Executor executor) {
    closed = true;
  }

  @Override
  public @Nullable SQLWarning getWarnings() {
    return null;
  }

  @Override
  public void clearWarnings() {}

  @Override
  public Array createArrayOf(String a0, Object[] a1) throws SQLException {
    throw Unused.method();
  }

  @Override
  public Blob createBlob() throws SQLException {
    throw Unused.method();
  }

  @Override
  public Clob createClob() throws SQLException {
    throw Unused.method();
  }

  @Override
  public NClob createNClob() throws SQLException {
    throw Unused.method();
  }

  @Override
  public SQLXML createSQLXML() throws SQLException {
    throw Unused.method();
  }

  @Override
  public Statement createStatement(int a0, int a1) throws SQLException {
    throw Unused.method();
  }

  @Override
  public Statement createStatement(int a0, int a1, int a2) throws SQLException {
    throw Unused.method();
  }

  @Override
  public Struct createStruct(String a0, Object[] a1) throws SQLException {
    throw Unused.method();
  }

  @Override
  public String getCatalog() throws SQLException {
    throw Unused.method();
  }

  @Override
  public Properties getClientInfo() throws SQLException {
    throw Unused.method();
  }

  @Override
  public String getClientInfo(String a0) throws SQLException {
    throw Unused.method();
  }

  @Override
  public int getHoldability() throws SQLException {
    throw Unused.method();
  }

  @Override
  public DatabaseMetaData getMetaData() throws SQLException {
    throw Unused.method();
  }

  @Override
  public String getSchema() throws SQLException {
    throw Unused.method();
  }

  @Override
  public Map<String, Class<?>> getTypeMap() throws SQLException {
    throw Unused.method();
  }

  @Override
  public boolean isWrapperFor(Class<?> a0) throws SQLException {
    throw Unused.method();
  }

  @Override
  public String nativeSQL(String a0) throws SQLException {
    throw Unused.method();
  }

  @Override
  public CallableStatement prepareCall(String a0) throws SQLException {
    throw Unused.method();
  }

  @Override
  public CallableStatement prepareCall(String a0, int a1, int a2) throws SQLException {
    throw Unused.method();
  }

  @Override
  public CallableStatement prepareCall(String a0, int a1, int a2, int a3) throws SQLException {
    throw Unused.method();
  }

  @Override
  public PreparedStatement prepareStatement(String a0) throws SQLException {
    throw Unused.method();
  }

  @Override
  public PreparedStatement prepareStatement(String a0, int a1) throws SQLException {
    throw Unused.method();
  }

  @Override
  public PreparedStatement prepareStatement(String a0, int[] a1) throws SQLException {
    throw Unused.method();
  }

  @Override
  public PreparedStatement prepareStatement(String a0, String[] a1) throws SQLException {
    throw Unused.method();
  }

  @Override
  public PreparedStatement prepareStatement(String a0, int a1, int a2) throws SQLException {
    throw Unused.method();
  }

  @Override
  public PreparedStatement prepareStatement(String a0, int a1, int a2, int a3) throws SQLException {
    throw Unused.method();
  }

  @Override
  public void releaseSavepoint(Savepoint a0) throws SQLException {
    throw Unused.method();
  }

  @Override
  public void rollback(Savepoint a0) throws SQLException {
    throw Unused.method();
  }

  @Override
  public void setCatalog(String a0) throws SQLException {
    throw Unused.method();
  }

  @Override
  public void setClientInfo(Properties a0) {
    throw Unused.method();
  }

  @Override
  public void setClientInfo(String a0, String a1) {
    throw Unused.method();
  }

  @Override
  public void setHoldability(int a0) throws SQLException {
    throw Unused.method();
  }

  @Override
  public Savepoint setSavepoint() throws SQLException {
    throw Unused.method();
  }

  @Override
  public Savepoint setSavepoint(String a0) throws SQLException {
    throw Unused.method();
  }

  @Override
  public void setSchema(String a0) throws SQLException {
    throw Unused.method();
  }

  @Override
  public void setTypeMap(Map<String, Class<?>> a0) throws SQLException {
    throw Unused.method();
  }

  @Override
  public <T> T unwrap(Class<T> a0) throws SQLException {
    throw Unused.method();
  }
}
