package dev.persistence.routing.internal;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import org.jspecify.annotations.Nullable;

/** A callable statement on one node that lets its connection see every execution. */
final class RoutedCallableStatement extends RoutedOutParameters {

  private final CallableStatement call;

  RoutedCallableStatement(CallableStatement call, StatementExecution execution) {
    super(call, execution);
    this.call = call;
  }

  @Override
  public void registerOutParameter(int parameterIndex, int sqlType) throws SQLException {
    call.registerOutParameter(parameterIndex, sqlType);
  }

  @Override
  public void registerOutParameter(int parameterIndex, int sqlType, int scale) throws SQLException {
    call.registerOutParameter(parameterIndex, sqlType, scale);
  }

  @Override
  public void registerOutParameter(int parameterIndex, int sqlType, String typeName)
      throws SQLException {
    call.registerOutParameter(parameterIndex, sqlType, typeName);
  }

  @Override
  public void registerOutParameter(String parameterName, int sqlType) throws SQLException {
    call.registerOutParameter(parameterName, sqlType);
  }

  @Override
  public void registerOutParameter(String parameterName, int sqlType, int scale)
      throws SQLException {
    call.registerOutParameter(parameterName, sqlType, scale);
  }

  @Override
  public void registerOutParameter(String parameterName, int sqlType, String typeName)
      throws SQLException {
    call.registerOutParameter(parameterName, sqlType, typeName);
  }

  @Override
  public void setURL(String parameterName, @Nullable URL value) throws SQLException {
    call.setURL(parameterName, value);
  }

  @Override
  public void setNull(String parameterName, int sqlType) throws SQLException {
    call.setNull(parameterName, sqlType);
  }

  @Override
  public void setBoolean(String parameterName, boolean value) throws SQLException {
    call.setBoolean(parameterName, value);
  }

  @Override
  public void setByte(String parameterName, byte value) throws SQLException {
    call.setByte(parameterName, value);
  }

  @Override
  public void setShort(String parameterName, short value) throws SQLException {
    call.setShort(parameterName, value);
  }

  @Override
  public void setInt(String parameterName, int value) throws SQLException {
    call.setInt(parameterName, value);
  }

  @Override
  public void setLong(String parameterName, long value) throws SQLException {
    call.setLong(parameterName, value);
  }

  @Override
  public void setFloat(String parameterName, float value) throws SQLException {
    call.setFloat(parameterName, value);
  }

  @Override
  public void setDouble(String parameterName, double value) throws SQLException {
    call.setDouble(parameterName, value);
  }

  @Override
  public void setBigDecimal(String parameterName, @Nullable BigDecimal value) throws SQLException {
    call.setBigDecimal(parameterName, value);
  }

  @Override
  public void setString(String parameterName, @Nullable String value) throws SQLException {
    call.setString(parameterName, value);
  }

  @Override
  public void setBytes(String parameterName, byte @Nullable [] value) throws SQLException {
    call.setBytes(parameterName, value);
  }

  @Override
  public void setDate(String parameterName, @Nullable Date value) throws SQLException {
    call.setDate(parameterName, value);
  }

  @Override
  public void setTime(String parameterName, @Nullable Time value) throws SQLException {
    call.setTime(parameterName, value);
  }

  @Override
  public void setTimestamp(String parameterName, @Nullable Timestamp value) throws SQLException {
    call.setTimestamp(parameterName, value);
  }

  @Override
  public void setAsciiStream(String parameterName, @Nullable InputStream value, int length)
      throws SQLException {
    call.setAsciiStream(parameterName, value, length);
  }

  @Override
  public void setBinaryStream(String parameterName, @Nullable InputStream value, int length)
      throws SQLException {
    call.setBinaryStream(parameterName, value, length);
  }

  @Override
  public void setObject(
      String parameterName, @Nullable Object value, int targetSqlType, int scaleOrLength)
      throws SQLException {
    call.setObject(parameterName, value, targetSqlType, scaleOrLength);
  }

  @Override
  public void setObject(String parameterName, @Nullable Object value, int targetSqlType)
      throws SQLException {
    call.setObject(parameterName, value, targetSqlType);
  }

  @Override
  public void setObject(String parameterName, @Nullable Object value) throws SQLException {
    call.setObject(parameterName, value);
  }

  @Override
  public void setCharacterStream(String parameterName, @Nullable Reader value, int length)
      throws SQLException {
    call.setCharacterStream(parameterName, value, length);
  }

  @Override
  public void setDate(String parameterName, @Nullable Date value, @Nullable Calendar calendar)
      throws SQLException {
    call.setDate(parameterName, value, calendar);
  }

  @Override
  public void setTime(String parameterName, @Nullable Time value, @Nullable Calendar calendar)
      throws SQLException {
    call.setTime(parameterName, value, calendar);
  }

  @Override
  public void setTimestamp(
      String parameterName, @Nullable Timestamp value, @Nullable Calendar calendar)
      throws SQLException {
    call.setTimestamp(parameterName, value, calendar);
  }

  @Override
  public void setNull(String parameterName, int sqlType, String typeName) throws SQLException {
    call.setNull(parameterName, sqlType, typeName);
  }

  @Override
  public void setRowId(String parameterName, @Nullable RowId value) throws SQLException {
    call.setRowId(parameterName, value);
  }

  @Override
  public void setNString(String parameterName, @Nullable String value) throws SQLException {
    call.setNString(parameterName, value);
  }

  @Override
  public void setNCharacterStream(String parameterName, @Nullable Reader value, long length)
      throws SQLException {
    call.setNCharacterStream(parameterName, value, length);
  }

  @Override
  public void setNClob(String parameterName, @Nullable NClob value) throws SQLException {
    call.setNClob(parameterName, value);
  }

  @Override
  public void setClob(String parameterName, @Nullable Reader value, long length)
      throws SQLException {
    call.setClob(parameterName, value, length);
  }

  @Override
  public void setBlob(String parameterName, @Nullable InputStream value, long length)
      throws SQLException {
    call.setBlob(parameterName, value, length);
  }

  @Override
  public void setNClob(String parameterName, @Nullable Reader value, long length)
      throws SQLException {
    call.setNClob(parameterName, value, length);
  }

  @Override
  public void setSQLXML(String parameterName, @Nullable SQLXML value) throws SQLException {
    call.setSQLXML(parameterName, value);
  }

  @Override
  public void setBlob(String parameterName, @Nullable Blob value) throws SQLException {
    call.setBlob(parameterName, value);
  }

  @Override
  public void setClob(String parameterName, @Nullable Clob value) throws SQLException {
    call.setClob(parameterName, value);
  }

  @Override
  public void setAsciiStream(String parameterName, @Nullable InputStream value, long length)
      throws SQLException {
    call.setAsciiStream(parameterName, value, length);
  }

  @Override
  public void setBinaryStream(String parameterName, @Nullable InputStream value, long length)
      throws SQLException {
    call.setBinaryStream(parameterName, value, length);
  }

  @Override
  public void setCharacterStream(String parameterName, @Nullable Reader value, long length)
      throws SQLException {
    call.setCharacterStream(parameterName, value, length);
  }

  @Override
  public void setAsciiStream(String parameterName, @Nullable InputStream value)
      throws SQLException {
    call.setAsciiStream(parameterName, value);
  }

  @Override
  public void setBinaryStream(String parameterName, @Nullable InputStream value)
      throws SQLException {
    call.setBinaryStream(parameterName, value);
  }

  @Override
  public void setCharacterStream(String parameterName, @Nullable Reader value) throws SQLException {
    call.setCharacterStream(parameterName, value);
  }

  @Override
  public void setNCharacterStream(String parameterName, @Nullable Reader value)
      throws SQLException {
    call.setNCharacterStream(parameterName, value);
  }

  @Override
  public void setClob(String parameterName, @Nullable Reader value) throws SQLException {
    call.setClob(parameterName, value);
  }

  @Override
  public void setBlob(String parameterName, @Nullable InputStream value) throws SQLException {
    call.setBlob(parameterName, value);
  }

  @Override
  public void setNClob(String parameterName, @Nullable Reader value) throws SQLException {
    call.setNClob(parameterName, value);
  }

  @Override
  public void setObject(
      String parameterName, @Nullable Object value, SQLType targetSqlType, int scaleOrLength)
      throws SQLException {
    call.setObject(parameterName, value, targetSqlType, scaleOrLength);
  }

  @Override
  public void setObject(String parameterName, @Nullable Object value, SQLType targetSqlType)
      throws SQLException {
    call.setObject(parameterName, value, targetSqlType);
  }

  @Override
  public void registerOutParameter(int parameterIndex, SQLType sqlType) throws SQLException {
    call.registerOutParameter(parameterIndex, sqlType);
  }

  @Override
  public void registerOutParameter(int parameterIndex, SQLType sqlType, int scale)
      throws SQLException {
    call.registerOutParameter(parameterIndex, sqlType, scale);
  }

  @Override
  public void registerOutParameter(int parameterIndex, SQLType sqlType, String typeName)
      throws SQLException {
    call.registerOutParameter(parameterIndex, sqlType, typeName);
  }

  @Override
  public void registerOutParameter(String parameterName, SQLType sqlType) throws SQLException {
    call.registerOutParameter(parameterName, sqlType);
  }

  @Override
  public void registerOutParameter(String parameterName, SQLType sqlType, int scale)
      throws SQLException {
    call.registerOutParameter(parameterName, sqlType, scale);
  }

  @Override
  public void registerOutParameter(String parameterName, SQLType sqlType, String typeName)
      throws SQLException {
    call.registerOutParameter(parameterName, sqlType, typeName);
  }
}
