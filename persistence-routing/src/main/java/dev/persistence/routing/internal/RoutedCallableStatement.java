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

/** A callable statement: parameters are remembered by name as well as by index. */
final class RoutedCallableStatement extends RoutedOutParameters {

  RoutedCallableStatement(RoutingConnection connection, Recipe<CallableStatement> recipe) {
    super(connection, recipe);
  }

  @Override
  public void registerOutParameter(int parameterIndex, int sqlType) throws SQLException {
    bindOut(parameterIndex, driver -> driver.registerOutParameter(parameterIndex, sqlType));
  }

  @Override
  public void registerOutParameter(int parameterIndex, int sqlType, int scale) throws SQLException {
    bindOut(parameterIndex, driver -> driver.registerOutParameter(parameterIndex, sqlType, scale));
  }

  @Override
  public void registerOutParameter(int parameterIndex, int sqlType, String typeName)
      throws SQLException {
    bindOut(
        parameterIndex, driver -> driver.registerOutParameter(parameterIndex, sqlType, typeName));
  }

  @Override
  public void registerOutParameter(String parameterName, int sqlType) throws SQLException {
    bindOut(parameterName, driver -> driver.registerOutParameter(parameterName, sqlType));
  }

  @Override
  public void registerOutParameter(String parameterName, int sqlType, int scale)
      throws SQLException {
    bindOut(parameterName, driver -> driver.registerOutParameter(parameterName, sqlType, scale));
  }

  @Override
  public void registerOutParameter(String parameterName, int sqlType, String typeName)
      throws SQLException {
    bindOut(parameterName, driver -> driver.registerOutParameter(parameterName, sqlType, typeName));
  }

  @Override
  public void setURL(String parameterName, @Nullable URL value) throws SQLException {
    bind(parameterName, driver -> driver.setURL(parameterName, value));
  }

  @Override
  public void setNull(String parameterName, int sqlType) throws SQLException {
    bind(parameterName, driver -> driver.setNull(parameterName, sqlType));
  }

  @Override
  public void setBoolean(String parameterName, boolean value) throws SQLException {
    bind(parameterName, driver -> driver.setBoolean(parameterName, value));
  }

  @Override
  public void setByte(String parameterName, byte value) throws SQLException {
    bind(parameterName, driver -> driver.setByte(parameterName, value));
  }

  @Override
  public void setShort(String parameterName, short value) throws SQLException {
    bind(parameterName, driver -> driver.setShort(parameterName, value));
  }

  @Override
  public void setInt(String parameterName, int value) throws SQLException {
    bind(parameterName, driver -> driver.setInt(parameterName, value));
  }

  @Override
  public void setLong(String parameterName, long value) throws SQLException {
    bind(parameterName, driver -> driver.setLong(parameterName, value));
  }

  @Override
  public void setFloat(String parameterName, float value) throws SQLException {
    bind(parameterName, driver -> driver.setFloat(parameterName, value));
  }

  @Override
  public void setDouble(String parameterName, double value) throws SQLException {
    bind(parameterName, driver -> driver.setDouble(parameterName, value));
  }

  @Override
  public void setBigDecimal(String parameterName, @Nullable BigDecimal value) throws SQLException {
    bind(parameterName, driver -> driver.setBigDecimal(parameterName, value));
  }

  @Override
  public void setString(String parameterName, @Nullable String value) throws SQLException {
    bind(parameterName, driver -> driver.setString(parameterName, value));
  }

  @Override
  public void setBytes(String parameterName, byte @Nullable [] value) throws SQLException {
    var copy = copy(value);
    bind(parameterName, driver -> driver.setBytes(parameterName, copy));
  }

  @Override
  public void setDate(String parameterName, @Nullable Date value) throws SQLException {
    var copy = copy(value);
    bind(parameterName, driver -> driver.setDate(parameterName, copy));
  }

  @Override
  public void setTime(String parameterName, @Nullable Time value) throws SQLException {
    var copy = copy(value);
    bind(parameterName, driver -> driver.setTime(parameterName, copy));
  }

  @Override
  public void setTimestamp(String parameterName, @Nullable Timestamp value) throws SQLException {
    var copy = copy(value);
    bind(parameterName, driver -> driver.setTimestamp(parameterName, copy));
  }

  @Override
  public void setAsciiStream(String parameterName, @Nullable InputStream value, int length)
      throws SQLException {
    bindOnce(
        parameterName, ONCE_STREAM, driver -> driver.setAsciiStream(parameterName, value, length));
  }

  @Override
  public void setBinaryStream(String parameterName, @Nullable InputStream value, int length)
      throws SQLException {
    bindOnce(
        parameterName, ONCE_STREAM, driver -> driver.setBinaryStream(parameterName, value, length));
  }

  @Override
  public void setObject(
      String parameterName, @Nullable Object value, int targetSqlType, int scaleOrLength)
      throws SQLException {
    var copy = copy(value);
    bind(
        parameterName,
        driver -> driver.setObject(parameterName, copy, targetSqlType, scaleOrLength));
  }

  @Override
  public void setObject(String parameterName, @Nullable Object value, int targetSqlType)
      throws SQLException {
    var copy = copy(value);
    bind(parameterName, driver -> driver.setObject(parameterName, copy, targetSqlType));
  }

  @Override
  public void setObject(String parameterName, @Nullable Object value) throws SQLException {
    var copy = copy(value);
    bind(parameterName, driver -> driver.setObject(parameterName, copy));
  }

  @Override
  public void setCharacterStream(String parameterName, @Nullable Reader value, int length)
      throws SQLException {
    bindOnce(
        parameterName,
        ONCE_READER,
        driver -> driver.setCharacterStream(parameterName, value, length));
  }

  @Override
  public void setDate(String parameterName, @Nullable Date value, @Nullable Calendar calendar)
      throws SQLException {
    var copy = copy(value);
    var zone = copy(calendar);
    bind(parameterName, driver -> driver.setDate(parameterName, copy, zone));
  }

  @Override
  public void setTime(String parameterName, @Nullable Time value, @Nullable Calendar calendar)
      throws SQLException {
    var copy = copy(value);
    var zone = copy(calendar);
    bind(parameterName, driver -> driver.setTime(parameterName, copy, zone));
  }

  @Override
  public void setTimestamp(
      String parameterName, @Nullable Timestamp value, @Nullable Calendar calendar)
      throws SQLException {
    var copy = copy(value);
    var zone = copy(calendar);
    bind(parameterName, driver -> driver.setTimestamp(parameterName, copy, zone));
  }

  @Override
  public void setNull(String parameterName, int sqlType, String typeName) throws SQLException {
    bind(parameterName, driver -> driver.setNull(parameterName, sqlType, typeName));
  }

  @Override
  public void setRowId(String parameterName, @Nullable RowId value) throws SQLException {
    bindOnce(parameterName, ONCE_OBJECT, driver -> driver.setRowId(parameterName, value));
  }

  @Override
  public void setNString(String parameterName, @Nullable String value) throws SQLException {
    bind(parameterName, driver -> driver.setNString(parameterName, value));
  }

  @Override
  public void setNCharacterStream(String parameterName, @Nullable Reader value, long length)
      throws SQLException {
    bindOnce(
        parameterName,
        ONCE_READER,
        driver -> driver.setNCharacterStream(parameterName, value, length));
  }

  @Override
  public void setNClob(String parameterName, @Nullable NClob value) throws SQLException {
    bindOnce(parameterName, ONCE_OBJECT, driver -> driver.setNClob(parameterName, value));
  }

  @Override
  public void setClob(String parameterName, @Nullable Reader value, long length)
      throws SQLException {
    bindOnce(parameterName, ONCE_READER, driver -> driver.setClob(parameterName, value, length));
  }

  @Override
  public void setBlob(String parameterName, @Nullable InputStream value, long length)
      throws SQLException {
    bindOnce(parameterName, ONCE_STREAM, driver -> driver.setBlob(parameterName, value, length));
  }

  @Override
  public void setNClob(String parameterName, @Nullable Reader value, long length)
      throws SQLException {
    bindOnce(parameterName, ONCE_READER, driver -> driver.setNClob(parameterName, value, length));
  }

  @Override
  public void setSQLXML(String parameterName, @Nullable SQLXML value) throws SQLException {
    bindOnce(parameterName, ONCE_OBJECT, driver -> driver.setSQLXML(parameterName, value));
  }

  @Override
  public void setBlob(String parameterName, @Nullable Blob value) throws SQLException {
    bindOnce(parameterName, ONCE_OBJECT, driver -> driver.setBlob(parameterName, value));
  }

  @Override
  public void setClob(String parameterName, @Nullable Clob value) throws SQLException {
    bindOnce(parameterName, ONCE_OBJECT, driver -> driver.setClob(parameterName, value));
  }

  @Override
  public void setAsciiStream(String parameterName, @Nullable InputStream value, long length)
      throws SQLException {
    bindOnce(
        parameterName, ONCE_STREAM, driver -> driver.setAsciiStream(parameterName, value, length));
  }

  @Override
  public void setBinaryStream(String parameterName, @Nullable InputStream value, long length)
      throws SQLException {
    bindOnce(
        parameterName, ONCE_STREAM, driver -> driver.setBinaryStream(parameterName, value, length));
  }

  @Override
  public void setCharacterStream(String parameterName, @Nullable Reader value, long length)
      throws SQLException {
    bindOnce(
        parameterName,
        ONCE_READER,
        driver -> driver.setCharacterStream(parameterName, value, length));
  }

  @Override
  public void setAsciiStream(String parameterName, @Nullable InputStream value)
      throws SQLException {
    bindOnce(parameterName, ONCE_STREAM, driver -> driver.setAsciiStream(parameterName, value));
  }

  @Override
  public void setBinaryStream(String parameterName, @Nullable InputStream value)
      throws SQLException {
    bindOnce(parameterName, ONCE_STREAM, driver -> driver.setBinaryStream(parameterName, value));
  }

  @Override
  public void setCharacterStream(String parameterName, @Nullable Reader value) throws SQLException {
    bindOnce(parameterName, ONCE_READER, driver -> driver.setCharacterStream(parameterName, value));
  }

  @Override
  public void setNCharacterStream(String parameterName, @Nullable Reader value)
      throws SQLException {
    bindOnce(
        parameterName, ONCE_READER, driver -> driver.setNCharacterStream(parameterName, value));
  }

  @Override
  public void setClob(String parameterName, @Nullable Reader value) throws SQLException {
    bindOnce(parameterName, ONCE_READER, driver -> driver.setClob(parameterName, value));
  }

  @Override
  public void setBlob(String parameterName, @Nullable InputStream value) throws SQLException {
    bindOnce(parameterName, ONCE_STREAM, driver -> driver.setBlob(parameterName, value));
  }

  @Override
  public void setNClob(String parameterName, @Nullable Reader value) throws SQLException {
    bindOnce(parameterName, ONCE_READER, driver -> driver.setNClob(parameterName, value));
  }

  @Override
  public void setObject(
      String parameterName, @Nullable Object value, SQLType targetSqlType, int scaleOrLength)
      throws SQLException {
    var copy = copy(value);
    bind(
        parameterName,
        driver -> driver.setObject(parameterName, copy, targetSqlType, scaleOrLength));
  }

  @Override
  public void setObject(String parameterName, @Nullable Object value, SQLType targetSqlType)
      throws SQLException {
    var copy = copy(value);
    bind(parameterName, driver -> driver.setObject(parameterName, copy, targetSqlType));
  }

  @Override
  public void registerOutParameter(int parameterIndex, SQLType sqlType) throws SQLException {
    bindOut(parameterIndex, driver -> driver.registerOutParameter(parameterIndex, sqlType));
  }

  @Override
  public void registerOutParameter(int parameterIndex, SQLType sqlType, int scale)
      throws SQLException {
    bindOut(parameterIndex, driver -> driver.registerOutParameter(parameterIndex, sqlType, scale));
  }

  @Override
  public void registerOutParameter(int parameterIndex, SQLType sqlType, String typeName)
      throws SQLException {
    bindOut(
        parameterIndex, driver -> driver.registerOutParameter(parameterIndex, sqlType, typeName));
  }

  @Override
  public void registerOutParameter(String parameterName, SQLType sqlType) throws SQLException {
    bindOut(parameterName, driver -> driver.registerOutParameter(parameterName, sqlType));
  }

  @Override
  public void registerOutParameter(String parameterName, SQLType sqlType, int scale)
      throws SQLException {
    bindOut(parameterName, driver -> driver.registerOutParameter(parameterName, sqlType, scale));
  }

  @Override
  public void registerOutParameter(String parameterName, SQLType sqlType, String typeName)
      throws SQLException {
    bindOut(parameterName, driver -> driver.registerOutParameter(parameterName, sqlType, typeName));
  }
}
