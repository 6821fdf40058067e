package dev.persistence.routing.internal;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import org.jspecify.annotations.Nullable;

/** A prepared statement on one node that lets its connection see every execution. */
class RoutedPreparedStatement extends RoutedStatement implements PreparedStatement {

  private final PreparedStatement delegate;

  RoutedPreparedStatement(PreparedStatement delegate, StatementExecution execution) {
    super(delegate, execution);
    this.delegate = delegate;
  }

  @Override
  public ResultSet executeQuery() throws SQLException {
    return execution.run(() -> delegate.executeQuery());
  }

  @Override
  public int executeUpdate() throws SQLException {
    return execution.run(() -> delegate.executeUpdate());
  }

  @Override
  public void setNull(int parameterIndex, int sqlType) throws SQLException {
    delegate.setNull(parameterIndex, sqlType);
  }

  @Override
  public void setBoolean(int parameterIndex, boolean value) throws SQLException {
    delegate.setBoolean(parameterIndex, value);
  }

  @Override
  public void setByte(int parameterIndex, byte value) throws SQLException {
    delegate.setByte(parameterIndex, value);
  }

  @Override
  public void setShort(int parameterIndex, short value) throws SQLException {
    delegate.setShort(parameterIndex, value);
  }

  @Override
  public void setInt(int parameterIndex, int value) throws SQLException {
    delegate.setInt(parameterIndex, value);
  }

  @Override
  public void setLong(int parameterIndex, long value) throws SQLException {
    delegate.setLong(parameterIndex, value);
  }

  @Override
  public void setFloat(int parameterIndex, float value) throws SQLException {
    delegate.setFloat(parameterIndex, value);
  }

  @Override
  public void setDouble(int parameterIndex, double value) throws SQLException {
    delegate.setDouble(parameterIndex, value);
  }

  @Override
  public void setBigDecimal(int parameterIndex, @Nullable BigDecimal value) throws SQLException {
    delegate.setBigDecimal(parameterIndex, value);
  }

  @Override
  public void setString(int parameterIndex, @Nullable String value) throws SQLException {
    delegate.setString(parameterIndex, value);
  }

  @Override
  public void setBytes(int parameterIndex, byte @Nullable [] value) throws SQLException {
    delegate.setBytes(parameterIndex, value);
  }

  @Override
  public void setDate(int parameterIndex, @Nullable Date value) throws SQLException {
    delegate.setDate(parameterIndex, value);
  }

  @Override
  public void setTime(int parameterIndex, @Nullable Time value) throws SQLException {
    delegate.setTime(parameterIndex, value);
  }

  @Override
  public void setTimestamp(int parameterIndex, @Nullable Timestamp value) throws SQLException {
    delegate.setTimestamp(parameterIndex, value);
  }

  @Override
  public void setAsciiStream(int parameterIndex, @Nullable InputStream value, int length)
      throws SQLException {
    delegate.setAsciiStream(parameterIndex, value, length);
  }

  @Deprecated
  @Override
  public void setUnicodeStream(int parameterIndex, @Nullable InputStream value, int length)
      throws SQLException {
    delegate.setUnicodeStream(parameterIndex, value, length);
  }

  @Override
  public void setBinaryStream(int parameterIndex, @Nullable InputStream value, int length)
      throws SQLException {
    delegate.setBinaryStream(parameterIndex, value, length);
  }

  @Override
  public void clearParameters() throws SQLException {
    delegate.clearParameters();
  }

  @Override
  public void setObject(int parameterIndex, @Nullable Object value, int targetSqlType)
      throws SQLException {
    delegate.setObject(parameterIndex, value, targetSqlType);
  }

  @Override
  public void setObject(int parameterIndex, @Nullable Object value) throws SQLException {
    delegate.setObject(parameterIndex, value);
  }

  @Override
  public boolean execute() throws SQLException {
    return execution.run(() -> delegate.execute());
  }

  @Override
  public void addBatch() throws SQLException {
    delegate.addBatch();
  }

  @Override
  public void setCharacterStream(int parameterIndex, @Nullable Reader value, int length)
      throws SQLException {
    delegate.setCharacterStream(parameterIndex, value, length);
  }

  @Override
  public void setRef(int parameterIndex, @Nullable Ref value) throws SQLException {
    delegate.setRef(parameterIndex, value);
  }

  @Override
  public void setBlob(int parameterIndex, @Nullable Blob value) throws SQLException {
    delegate.setBlob(parameterIndex, value);
  }

  @Override
  public void setClob(int parameterIndex, @Nullable Clob value) throws SQLException {
    delegate.setClob(parameterIndex, value);
  }

  @Override
  public void setArray(int parameterIndex, @Nullable Array value) throws SQLException {
    delegate.setArray(parameterIndex, value);
  }

  @Override
  public @Nullable ResultSetMetaData getMetaData() throws SQLException {
    return delegate.getMetaData();
  }

  @Override
  public void setDate(int parameterIndex, @Nullable Date value, @Nullable Calendar calendar)
      throws SQLException {
    delegate.setDate(parameterIndex, value, calendar);
  }

  @Override
  public void setTime(int parameterIndex, @Nullable Time value, @Nullable Calendar calendar)
      throws SQLException {
    delegate.setTime(parameterIndex, value, calendar);
  }

  @Override
  public void setTimestamp(
      int parameterIndex, @Nullable Timestamp value, @Nullable Calendar calendar)
      throws SQLException {
    delegate.setTimestamp(parameterIndex, value, calendar);
  }

  @Override
  public void setNull(int parameterIndex, int sqlType, String typeName) throws SQLException {
    delegate.setNull(parameterIndex, sqlType, typeName);
  }

  @Override
  public void setURL(int parameterIndex, @Nullable URL value) throws SQLException {
    delegate.setURL(parameterIndex, value);
  }

  @Override
  public ParameterMetaData getParameterMetaData() throws SQLException {
    return delegate.getParameterMetaData();
  }

  @Override
  public void setRowId(int parameterIndex, @Nullable RowId value) throws SQLException {
    delegate.setRowId(parameterIndex, value);
  }

  @Override
  public void setNString(int parameterIndex, @Nullable String value) throws SQLException {
    delegate.setNString(parameterIndex, value);
  }

  @Override
  public void setNCharacterStream(int parameterIndex, @Nullable Reader value, long length)
      throws SQLException {
    delegate.setNCharacterStream(parameterIndex, value, length);
  }

  @Override
  public void setNClob(int parameterIndex, @Nullable NClob value) throws SQLException {
    delegate.setNClob(parameterIndex, value);
  }

  @Override
  public void setClob(int parameterIndex, @Nullable Reader value, long length) throws SQLException {
    delegate.setClob(parameterIndex, value, length);
  }

  @Override
  public void setBlob(int parameterIndex, @Nullable InputStream value, long length)
      throws SQLException {
    delegate.setBlob(parameterIndex, value, length);
  }

  @Override
  public void setNClob(int parameterIndex, @Nullable Reader value, long length)
      throws SQLException {
    delegate.setNClob(parameterIndex, value, length);
  }

  @Override
  public void setSQLXML(int parameterIndex, @Nullable SQLXML value) throws SQLException {
    delegate.setSQLXML(parameterIndex, value);
  }

  @Override
  public void setObject(
      int parameterIndex, @Nullable Object value, int targetSqlType, int scaleOrLength)
      throws SQLException {
    delegate.setObject(parameterIndex, value, targetSqlType, scaleOrLength);
  }

  @Override
  public void setAsciiStream(int parameterIndex, @Nullable InputStream value, long length)
      throws SQLException {
    delegate.setAsciiStream(parameterIndex, value, length);
  }

  @Override
  public void setBinaryStream(int parameterIndex, @Nullable InputStream value, long length)
      throws SQLException {
    delegate.setBinaryStream(parameterIndex, value, length);
  }

  @Override
  public void setCharacterStream(int parameterIndex, @Nullable Reader value, long length)
      throws SQLException {
    delegate.setCharacterStream(parameterIndex, value, length);
  }

  @Override
  public void setAsciiStream(int parameterIndex, @Nullable InputStream value) throws SQLException {
    delegate.setAsciiStream(parameterIndex, value);
  }

  @Override
  public void setBinaryStream(int parameterIndex, @Nullable InputStream value) throws SQLException {
    delegate.setBinaryStream(parameterIndex, value);
  }

  @Override
  public void setCharacterStream(int parameterIndex, @Nullable Reader value) throws SQLException {
    delegate.setCharacterStream(parameterIndex, value);
  }

  @Override
  public void setNCharacterStream(int parameterIndex, @Nullable Reader value) throws SQLException {
    delegate.setNCharacterStream(parameterIndex, value);
  }

  @Override
  public void setClob(int parameterIndex, @Nullable Reader value) throws SQLException {
    delegate.setClob(parameterIndex, value);
  }

  @Override
  public void setBlob(int parameterIndex, @Nullable InputStream value) throws SQLException {
    delegate.setBlob(parameterIndex, value);
  }

  @Override
  public void setNClob(int parameterIndex, @Nullable Reader value) throws SQLException {
    delegate.setNClob(parameterIndex, value);
  }

  @Override
  public void setObject(
      int parameterIndex, @Nullable Object value, SQLType targetSqlType, int scaleOrLength)
      throws SQLException {
    delegate.setObject(parameterIndex, value, targetSqlType, scaleOrLength);
  }

  @Override
  public void setObject(int parameterIndex, @Nullable Object value, SQLType targetSqlType)
      throws SQLException {
    delegate.setObject(parameterIndex, value, targetSqlType);
  }

  @Override
  public long executeLargeUpdate() throws SQLException {
    return execution.run(() -> delegate.executeLargeUpdate());
  }
}
