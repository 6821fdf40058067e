package dev.persistence.routing.internal;

import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The out parameters of a callable statement on one node. */
abstract class RoutedOutParameters extends RoutedPreparedStatement implements CallableStatement {

  private final CallableStatement call;

  RoutedOutParameters(CallableStatement call, StatementExecution execution) {
    super(call, execution);
    this.call = call;
  }

  @Override
  public boolean wasNull() throws SQLException {
    return call.wasNull();
  }

  @Override
  public @Nullable String getString(int parameterIndex) throws SQLException {
    return call.getString(parameterIndex);
  }

  @Override
  public boolean getBoolean(int parameterIndex) throws SQLException {
    return call.getBoolean(parameterIndex);
  }

  @Override
  public byte getByte(int parameterIndex) throws SQLException {
    return call.getByte(parameterIndex);
  }

  @Override
  public short getShort(int parameterIndex) throws SQLException {
    return call.getShort(parameterIndex);
  }

  @Override
  public int getInt(int parameterIndex) throws SQLException {
    return call.getInt(parameterIndex);
  }

  @Override
  public long getLong(int parameterIndex) throws SQLException {
    return call.getLong(parameterIndex);
  }

  @Override
  public float getFloat(int parameterIndex) throws SQLException {
    return call.getFloat(parameterIndex);
  }

  @Override
  public double getDouble(int parameterIndex) throws SQLException {
    return call.getDouble(parameterIndex);
  }

  @Deprecated
  @Override
  public @Nullable BigDecimal getBigDecimal(int parameterIndex, int scale) throws SQLException {
    return call.getBigDecimal(parameterIndex, scale);
  }

  @Override
  public byte @Nullable [] getBytes(int parameterIndex) throws SQLException {
    return call.getBytes(parameterIndex);
  }

  @Override
  public @Nullable Date getDate(int parameterIndex) throws SQLException {
    return call.getDate(parameterIndex);
  }

  @Override
  public @Nullable Time getTime(int parameterIndex) throws SQLException {
    return call.getTime(parameterIndex);
  }

  @Override
  public @Nullable Timestamp getTimestamp(int parameterIndex) throws SQLException {
    return call.getTimestamp(parameterIndex);
  }

  @Override
  public @Nullable Object getObject(int parameterIndex) throws SQLException {
    return call.getObject(parameterIndex);
  }

  @Override
  public @Nullable BigDecimal getBigDecimal(int parameterIndex) throws SQLException {
    return call.getBigDecimal(parameterIndex);
  }

  @Override
  public @Nullable Object getObject(int parameterIndex, Map<String, Class<?>> map)
      throws SQLException {
    return call.getObject(parameterIndex, map);
  }

  @Override
  public @Nullable Ref getRef(int parameterIndex) throws SQLException {
    return call.getRef(parameterIndex);
  }

  @Override
  public @Nullable Blob getBlob(int parameterIndex) throws SQLException {
    return call.getBlob(parameterIndex);
  }

  @Override
  public @Nullable Clob getClob(int parameterIndex) throws SQLException {
    return call.getClob(parameterIndex);
  }

  @Override
  public @Nullable Array getArray(int parameterIndex) throws SQLException {
    return call.getArray(parameterIndex);
  }

  @Override
  public @Nullable Date getDate(int parameterIndex, Calendar calendar) throws SQLException {
    return call.getDate(parameterIndex, calendar);
  }

  @Override
  public @Nullable Time getTime(int parameterIndex, Calendar calendar) throws SQLException {
    return call.getTime(parameterIndex, calendar);
  }

  @Override
  public @Nullable Timestamp getTimestamp(int parameterIndex, Calendar calendar)
      throws SQLException {
    return call.getTimestamp(parameterIndex, calendar);
  }

  @Override
  public @Nullable URL getURL(int parameterIndex) throws SQLException {
    return call.getURL(parameterIndex);
  }

  @Override
  public @Nullable String getString(String parameterName) throws SQLException {
    return call.getString(parameterName);
  }

  @Override
  public boolean getBoolean(String parameterName) throws SQLException {
    return call.getBoolean(parameterName);
  }

  @Override
  public byte getByte(String parameterName) throws SQLException {
    return call.getByte(parameterName);
  }

  @Override
  public short getShort(String parameterName) throws SQLException {
    return call.getShort(parameterName);
  }

  @Override
  public int getInt(String parameterName) throws SQLException {
    return call.getInt(parameterName);
  }

  @Override
  public long getLong(String parameterName) throws SQLException {
    return call.getLong(parameterName);
  }

  @Override
  public float getFloat(String parameterName) throws SQLException {
    return call.getFloat(parameterName);
  }

  @Override
  public double getDouble(String parameterName) throws SQLException {
    return call.getDouble(parameterName);
  }

  @Override
  public byte @Nullable [] getBytes(String parameterName) throws SQLException {
    return call.getBytes(parameterName);
  }

  @Override
  public @Nullable Date getDate(String parameterName) throws SQLException {
    return call.getDate(parameterName);
  }

  @Override
  public @Nullable Time getTime(String parameterName) throws SQLException {
    return call.getTime(parameterName);
  }

  @Override
  public @Nullable Timestamp getTimestamp(String parameterName) throws SQLException {
    return call.getTimestamp(parameterName);
  }

  @Override
  public @Nullable Object getObject(String parameterName) throws SQLException {
    return call.getObject(parameterName);
  }

  @Override
  public @Nullable BigDecimal getBigDecimal(String parameterName) throws SQLException {
    return call.getBigDecimal(parameterName);
  }

  @Override
  public @Nullable Object getObject(String parameterName, Map<String, Class<?>> map)
      throws SQLException {
    return call.getObject(parameterName, map);
  }

  @Override
  public @Nullable Ref getRef(String parameterName) throws SQLException {
    return call.getRef(parameterName);
  }

  @Override
  public @Nullable Blob getBlob(String parameterName) throws SQLException {
    return call.getBlob(parameterName);
  }

  @Override
  public @Nullable Clob getClob(String parameterName) throws SQLException {
    return call.getClob(parameterName);
  }

  @Override
  public @Nullable Array getArray(String parameterName) throws SQLException {
    return call.getArray(parameterName);
  }

  @Override
  public @Nullable Date getDate(String parameterName, Calendar calendar) throws SQLException {
    return call.getDate(parameterName, calendar);
  }

  @Override
  public @Nullable Time getTime(String parameterName, Calendar calendar) throws SQLException {
    return call.getTime(parameterName, calendar);
  }

  @Override
  public @Nullable Timestamp getTimestamp(String parameterName, Calendar calendar)
      throws SQLException {
    return call.getTimestamp(parameterName, calendar);
  }

  @Override
  public @Nullable URL getURL(String parameterName) throws SQLException {
    return call.getURL(parameterName);
  }

  @Override
  public @Nullable RowId getRowId(int parameterIndex) throws SQLException {
    return call.getRowId(parameterIndex);
  }

  @Override
  public @Nullable RowId getRowId(String parameterName) throws SQLException {
    return call.getRowId(parameterName);
  }

  @Override
  public @Nullable NClob getNClob(int parameterIndex) throws SQLException {
    return call.getNClob(parameterIndex);
  }

  @Override
  public @Nullable NClob getNClob(String parameterName) throws SQLException {
    return call.getNClob(parameterName);
  }

  @Override
  public @Nullable SQLXML getSQLXML(int parameterIndex) throws SQLException {
    return call.getSQLXML(parameterIndex);
  }

  @Override
  public @Nullable SQLXML getSQLXML(String parameterName) throws SQLException {
    return call.getSQLXML(parameterName);
  }

  @Override
  public @Nullable String getNString(int parameterIndex) throws SQLException {
    return call.getNString(parameterIndex);
  }

  @Override
  public @Nullable String getNString(String parameterName) throws SQLException {
    return call.getNString(parameterName);
  }

  @Override
  public @Nullable Reader getNCharacterStream(int parameterIndex) throws SQLException {
    return call.getNCharacterStream(parameterIndex);
  }

  @Override
  public @Nullable Reader getNCharacterStream(String parameterName) throws SQLException {
    return call.getNCharacterStream(parameterName);
  }

  @Override
  public @Nullable Reader getCharacterStream(int parameterIndex) throws SQLException {
    return call.getCharacterStream(parameterIndex);
  }

  @Override
  public @Nullable Reader getCharacterStream(String parameterName) throws SQLException {
    return call.getCharacterStream(parameterName);
  }

  @Override
  public <T> @Nullable T getObject(int parameterIndex, Class<T> type) throws SQLException {
    return call.getObject(parameterIndex, type);
  }

  @Override
  public <T> @Nullable T getObject(String parameterName, Class<T> type) throws SQLException {
    return call.getObject(parameterName, type);
  }
}
