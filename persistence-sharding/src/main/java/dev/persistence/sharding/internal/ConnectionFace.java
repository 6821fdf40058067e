package dev.persistence.sharding.internal;

import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Connection;
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
import org.jspecify.annotations.Nullable;

/** The calls of a connection that go to the shard's own connection as they are. */
abstract class ConnectionFace implements Connection {

  /** Returns the shard's connection. */
  abstract Connection physical() throws SQLException;

  /** Returns the shard's connection for making something that belongs to it. */
  abstract Connection make() throws SQLException;

  @Override
  public Statement createStatement() throws SQLException {
    return make().createStatement();
  }

  @Override
  public Statement createStatement(int type, int concurrency) throws SQLException {
    return make().createStatement(type, concurrency);
  }

  @Override
  public Statement createStatement(int type, int concurrency, int holdability) throws SQLException {
    return make().createStatement(type, concurrency, holdability);
  }

  @Override
  public PreparedStatement prepareStatement(String sql) throws SQLException {
    return make().prepareStatement(sql);
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int type, int concurrency)
      throws SQLException {
    return make().prepareStatement(sql, type, concurrency);
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int type, int concurrency, int holdability)
      throws SQLException {
    return make().prepareStatement(sql, type, concurrency, holdability);
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int generatedKeys) throws SQLException {
    return make().prepareStatement(sql, generatedKeys);
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int[] columns) throws SQLException {
    return make().prepareStatement(sql, columns);
  }

  @Override
  public PreparedStatement prepareStatement(String sql, String[] columns) throws SQLException {
    return make().prepareStatement(sql, columns);
  }

  @Override
  public CallableStatement prepareCall(String sql) throws SQLException {
    return make().prepareCall(sql);
  }

  @Override
  public CallableStatement prepareCall(String sql, int type, int concurrency) throws SQLException {
    return make().prepareCall(sql, type, concurrency);
  }

  @Override
  public CallableStatement prepareCall(String sql, int type, int concurrency, int holdability)
      throws SQLException {
    return make().prepareCall(sql, type, concurrency, holdability);
  }

  @Override
  public Savepoint setSavepoint() throws SQLException {
    return make().setSavepoint();
  }

  @Override
  public Savepoint setSavepoint(String name) throws SQLException {
    return make().setSavepoint(name);
  }

  @Override
  public Clob createClob() throws SQLException {
    return make().createClob();
  }

  @Override
  public Blob createBlob() throws SQLException {
    return make().createBlob();
  }

  @Override
  public NClob createNClob() throws SQLException {
    return make().createNClob();
  }

  @Override
  public SQLXML createSQLXML() throws SQLException {
    return make().createSQLXML();
  }

  @Override
  public Array createArrayOf(String type, Object[] elements) throws SQLException {
    return make().createArrayOf(type, elements);
  }

  @Override
  public Struct createStruct(String type, Object[] attributes) throws SQLException {
    return make().createStruct(type, attributes);
  }

  @Override
  public String nativeSQL(String sql) throws SQLException {
    return physical().nativeSQL(sql);
  }

  @Override
  public boolean getAutoCommit() throws SQLException {
    return physical().getAutoCommit();
  }

  @Override
  public void commit() throws SQLException {
    physical().commit();
  }

  @Override
  public void rollback() throws SQLException {
    physical().rollback();
  }

  @Override
  public void rollback(Savepoint savepoint) throws SQLException {
    physical().rollback(savepoint);
  }

  @Override
  public void releaseSavepoint(Savepoint savepoint) throws SQLException {
    physical().releaseSavepoint(savepoint);
  }

  @Override
  public boolean isReadOnly() throws SQLException {
    return physical().isReadOnly();
  }

  @Override
  public String getCatalog() throws SQLException {
    return physical().getCatalog();
  }

  @Override
  public int getTransactionIsolation() throws SQLException {
    return physical().getTransactionIsolation();
  }

  @Override
  public @Nullable SQLWarning getWarnings() throws SQLException {
    return physical().getWarnings();
  }

  @Override
  public void clearWarnings() throws SQLException {
    physical().clearWarnings();
  }

  @Override
  public Map<String, Class<?>> getTypeMap() throws SQLException {
    return physical().getTypeMap();
  }

  @Override
  public int getHoldability() throws SQLException {
    return physical().getHoldability();
  }

  @Override
  public String getClientInfo(String name) throws SQLException {
    return physical().getClientInfo(name);
  }

  @Override
  public Properties getClientInfo() throws SQLException {
    return physical().getClientInfo();
  }

  @Override
  public String getSchema() throws SQLException {
    return physical().getSchema();
  }

  @Override
  public int getNetworkTimeout() throws SQLException {
    return physical().getNetworkTimeout();
  }
}
