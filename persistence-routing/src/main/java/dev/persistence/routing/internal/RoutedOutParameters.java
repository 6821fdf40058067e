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

/** The out parameters of a callable statement, which are where it last ran. */
abstract class RoutedOutParameters extends RoutedPreparedStatement<CallableStatement>
    implements CallableStatement {

  RoutedOutParameters(RoutingConnection connection, Recipe<CallableStatement> recipe) {
    super(connection, recipe);
  }

  @Override
  public boolean wasNull() throws SQLException {
    return driver().wasNull();
  }

  @Override
  public @Nullable String getString(int parameterIndex) throws SQLException {
    return driver().getString(parameterIndex);
  }

  @Override
  public boolean getBoolean(int parameterIndex) throws SQLException {
    return driver().getBoolean(parameterIndex);
  }

  @Override
  public byte getByte(int parameterIndex) throws SQLException {
    return driver().getByte(parameterIndex);
  }

  @Override
  public short getShort(int parameterIndex) throws SQLException {
    return driver().getShort(parameterIndex);
  }

  @Override
  public int getInt(int parameterIndex) throws SQLException {
    return driver().getInt(parameterIndex);
  }

  @Override
  public long getLong(int parameterIndex) throws SQLException {
    return driver().getLong(parameterIndex);
  }

  @Override
  public float getFloat(int parameterIndex) throws SQLException {
    return driver().getFloat(parameterIndex);
  }

  @Override
  public double getDouble(int parameterIndex) throws SQLException {
    return driver().getDouble(parameterIndex);
  }

  @Deprecated
  @Override
  public @Nullable BigDecimal getBigDecimal(int parameterIndex, int scale) throws SQLException {
    return driver().getBigDecimal(parameterIndex, scale);
  }

  @Override
  public byte @Nullable [] getBytes(int parameterIndex) throws SQLException {
    return driver().getBytes(parameterIndex);
  }

  @Override
  public @Nullable Date getDate(int parameterIndex) throws SQLException {
    return driver().getDate(parameterIndex);
  }

  @Override
  public @Nullable Time getTime(int parameterIndex) throws SQLException {
    return driver().getTime(parameterIndex);
  }

  @Override
  public @Nullable Timestamp getTimestamp(int parameterIndex) throws SQLException {
    return driver().getTimestamp(parameterIndex);
  }

  @Override
  public @Nullable Object getObject(int parameterIndex) throws SQLException {
    return driver().getObject(parameterIndex);
  }

  @Override
  public @Nullable BigDecimal getBigDecimal(int parameterIndex) throws SQLException {
    return driver().getBigDecimal(parameterIndex);
  }

  @Override
  public @Nullable Object getObject(int parameterIndex, Map<String, Class<?>> map)
      throws SQLException {
    return driver().getObject(parameterIndex, map);
  }

  @Override
  public @Nullable Ref getRef(int parameterIndex) throws SQLException {
    return driver().getRef(parameterIndex);
  }

  @Override
  public @Nullable Blob getBlob(int parameterIndex) throws SQLException {
    return driver().getBlob(parameterIndex);
  }

  @Override
  public @Nullable Clob getClob(int parameterIndex) throws SQLException {
    return driver().getClob(parameterIndex);
  }

  @Override
  public @Nullable Array getArray(int parameterIndex) throws SQLException {
    return driver().getArray(parameterIndex);
  }

  @Override
  public @Nullable Date getDate(int parameterIndex, Calendar calendar) throws SQLException {
    return driver().getDate(parameterIndex, calendar);
  }

  @Override
  public @Nullable Time getTime(int parameterIndex, Calendar calendar) throws SQLException {
    return driver().getTime(parameterIndex, calendar);
  }

  @Override
  public @Nullable Timestamp getTimestamp(int parameterIndex, Calendar calendar)
      throws SQLException {
    return driver().getTimestamp(parameterIndex, calendar);
  }

  @Override
  public @Nullable URL getURL(int parameterIndex) throws SQLException {
    return driver().getURL(parameterIndex);
  }

  @Override
  public @Nullable String getString(String parameterName) throws SQLException {
    return driver().getString(parameterName);
  }

  @Override
  public boolean getBoolean(String parameterName) throws SQLException {
    return driver().getBoolean(parameterName);
  }

  @Override
  public byte getByte(String parameterName) throws SQLException {
    return driver().getByte(parameterName);
  }

  @Override
  public short getShort(String parameterName) throws SQLException {
    return driver().getShort(parameterName);
  }

  @Override
  public int getInt(String parameterName) throws SQLException {
    return driver().getInt(parameterName);
  }

  @Override
  public long getLong(String parameterName) throws SQLException {
    return driver().getLong(parameterName);
  }

  @Override
  public float getFloat(String parameterName) throws SQLException {
    return driver().getFloat(parameterName);
  }

  @Override
  public double getDouble(String parameterName) throws SQLException {
    return driver().getDouble(parameterName);
  }

  @Override
  public byte @Nullable [] getBytes(String parameterName) throws SQLException {
    return driver().getBytes(parameterName);
  }

  @Override
  public @Nullable Date getDate(String parameterName) throws SQLException {
    return driver().getDate(parameterName);
  }

  @Override
  public @Nullable Time getTime(String parameterName) throws SQLException {
    return driver().getTime(parameterName);
  }

  @Override
  public @Nullable Timestamp getTimestamp(String parameterName) throws SQLException {
    return driver().getTimestamp(parameterName);
  }

  @Override
  public @Nullable Object getObject(String parameterName) throws SQLException {
    return driver().getObject(parameterName);
  }

  @Override
  public @Nullable BigDecimal getBigDecimal(String parameterName) throws SQLException {
    return driver().getBigDecimal(parameterName);
  }

  @Override
  public @Nullable Object getObject(String parameterName, Map<String, Class<?>> map)
      throws SQLException {
    return driver().getObject(parameterName, map);
  }

  @Override
  public @Nullable Ref getRef(String parameterName) throws SQLException {
    return driver().getRef(parameterName);
  }

  @Override
  public @Nullable Blob getBlob(String parameterName) throws SQLException {
    return driver().getBlob(parameterName);
  }

  @Override
  public @Nullable Clob getClob(String parameterName) throws SQLException {
    return driver().getClob(parameterName);
  }

  @Override
  public @Nullable Array getArray(String parameterName) throws SQLException {
    return driver().getArray(parameterName);
  }

  @Override
  public @Nullable Date getDate(String parameterName, Calendar calendar) throws SQLException {
    return driver().getDate(parameterName, calendar);
  }

  @Override
  public @Nullable Time getTime(String parameterName, Calendar calendar) throws SQLException {
    return driver().getTime(parameterName, calendar);
  }

  @Override
  public @Nullable Timestamp getTimestamp(String parameterName, Calendar calendar)
      throws SQLException {
    return driver().getTimestamp(parameterName, calendar);
  }

  @Override
  public @Nullable URL getURL(String parameterName) throws SQLException {
    return driver().getURL(parameterName);
  }

  @Override
  public @Nullable RowId getRowId(int parameterIndex) throws SQLException {
    return driver().getRowId(parameterIndex);
  }

  @Override
  public @Nullable RowId getRowId(String parameterName) throws SQLException {
    return driver().getRowId(parameterName);
  }

  @Override
  public @Nullable NClob getNClob(int parameterIndex) throws SQLException {
    return driver().getNClob(parameterIndex);
  }

  @Override
  public @Nullable NClob getNClob(String parameterName) throws SQLException {
    return driver().getNClob(parameterName);
  }

  @Override
  public @Nullable SQLXML getSQLXML(int parameterIndex) throws SQLException {
    return driver().getSQLXML(parameterIndex);
  }

  @Override
  public @Nullable SQLXML getSQLXML(String parameterName) throws SQLException {
    return driver().getSQLXML(parameterName);
  }

  @Override
  public @Nullable String getNString(int parameterIndex) throws SQLException {
    return driver().getNString(parameterIndex);
  }

  @Override
  public @Nullable String getNString(String parameterName) throws SQLException {
    return driver().getNString(parameterName);
  }

  @Override
  public @Nullable Reader getNCharacterStream(int parameterIndex) throws SQLException {
    return driver().getNCharacterStream(parameterIndex);
  }

  @Override
  public @Nullable Reader getNCharacterStream(String parameterName) throws SQLException {
    return driver().getNCharacterStream(parameterName);
  }

  @Override
  public @Nullable Reader getCharacterStream(int parameterIndex) throws SQLException {
    return driver().getCharacterStream(parameterIndex);
  }

  @Override
  public @Nullable Reader getCharacterStream(String parameterName) throws SQLException {
    return driver().getCharacterStream(parameterName);
  }

  @Override
  public <T> @Nullable T getObject(int parameterIndex, Class<T> type) throws SQLException {
    return driver().getObject(parameterIndex, type);
  }

  @Override
  public <T> @Nullable T getObject(String parameterName, Class<T> type) throws SQLException {
    return driver().getObject(parameterName, type);
  }
}
