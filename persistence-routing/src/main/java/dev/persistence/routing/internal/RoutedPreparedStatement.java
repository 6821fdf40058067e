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

/**
 * The face of a {@link ParameterizedStatement}: executions are routed, parameters are remembered.
 *
 * @param <S> the kind of statement
 */
class RoutedPreparedStatement<S extends PreparedStatement> extends ParameterizedStatement<S>
    implements PreparedStatement {

  RoutedPreparedStatement(RoutingConnection connection, Recipe<S> recipe) {
    super(connection, recipe);
  }

  @Override
  public ResultSet executeQuery() throws SQLException {
    return run((driver, none) -> driver.executeQuery(), "");
  }

  @Override
  public int executeUpdate() throws SQLException {
    return run((driver, none) -> driver.executeUpdate(), "");
  }

  @Override
  public void setNull(int parameterIndex, int sqlType) throws SQLException {
    bind(parameterIndex, driver -> driver.setNull(parameterIndex, sqlType));
  }

  @Override
  public void setBoolean(int parameterIndex, boolean value) throws SQLException {
    bind(parameterIndex, driver -> driver.setBoolean(parameterIndex, value));
  }

  @Override
  public void setByte(int parameterIndex, byte value) throws SQLException {
    bind(parameterIndex, driver -> driver.setByte(parameterIndex, value));
  }

  @Override
  public void setShort(int parameterIndex, short value) throws SQLException {
    bind(parameterIndex, driver -> driver.setShort(parameterIndex, value));
  }

  @Override
  public void setInt(int parameterIndex, int value) throws SQLException {
    bind(parameterIndex, driver -> driver.setInt(parameterIndex, value));
  }

  @Override
  public void setLong(int parameterIndex, long value) throws SQLException {
    bind(parameterIndex, driver -> driver.setLong(parameterIndex, value));
  }

  @Override
  public void setFloat(int parameterIndex, float value) throws SQLException {
    bind(parameterIndex, driver -> driver.setFloat(parameterIndex, value));
  }

  @Override
  public void setDouble(int parameterIndex, double value) throws SQLException {
    bind(parameterIndex, driver -> driver.setDouble(parameterIndex, value));
  }

  @Override
  public void setBigDecimal(int parameterIndex, @Nullable BigDecimal value) throws SQLException {
    bind(parameterIndex, driver -> driver.setBigDecimal(parameterIndex, value));
  }

  @Override
  public void setString(int parameterIndex, @Nullable String value) throws SQLException {
    bind(parameterIndex, driver -> driver.setString(parameterIndex, value));
  }

  @Override
  public void setBytes(int parameterIndex, byte @Nullable [] value) throws SQLException {
    var copy = copy(value);
    bind(parameterIndex, driver -> driver.setBytes(parameterIndex, copy));
  }

  @Override
  public void setDate(int parameterIndex, @Nullable Date value) throws SQLException {
    var copy = copy(value);
    bind(parameterIndex, driver -> driver.setDate(parameterIndex, copy));
  }

  @Override
  public void setTime(int parameterIndex, @Nullable Time value) throws SQLException {
    var copy = copy(value);
    bind(parameterIndex, driver -> driver.setTime(parameterIndex, copy));
  }

  @Override
  public void setTimestamp(int parameterIndex, @Nullable Timestamp value) throws SQLException {
    var copy = copy(value);
    bind(parameterIndex, driver -> driver.setTimestamp(parameterIndex, copy));
  }

  @Override
  public void setAsciiStream(int parameterIndex, @Nullable InputStream value, int length)
      throws SQLException {
    bindOnce(
        parameterIndex,
        ONCE_STREAM,
        driver -> driver.setAsciiStream(parameterIndex, value, length));
  }

  @Deprecated
  @Override
  public void setUnicodeStream(int parameterIndex, @Nullable InputStream value, int length)
      throws SQLException {
    bindOnce(
        parameterIndex,
        ONCE_STREAM,
        driver -> driver.setUnicodeStream(parameterIndex, value, length));
  }

  @Override
  public void setBinaryStream(int parameterIndex, @Nullable InputStream value, int length)
      throws SQLException {
    bindOnce(
        parameterIndex,
        ONCE_STREAM,
        driver -> driver.setBinaryStream(parameterIndex, value, length));
  }

  @Override
  public void clearParameters() throws SQLException {
    clearBindings();
  }

  @Override
  public void setObject(int parameterIndex, @Nullable Object value, int targetSqlType)
      throws SQLException {
    var copy = copy(value);
    bind(parameterIndex, driver -> driver.setObject(parameterIndex, copy, targetSqlType));
  }

  @Override
  public void setObject(int parameterIndex, @Nullable Object value) throws SQLException {
    var copy = copy(value);
    bind(parameterIndex, driver -> driver.setObject(parameterIndex, copy));
  }

  @Override
  public boolean execute() throws SQLException {
    return run((driver, none) -> driver.execute(), "");
  }

  @Override
  public void addBatch() throws SQLException {
    addToBatch(PreparedStatement::addBatch);
  }

  @Override
  public void setCharacterStream(int parameterIndex, @Nullable Reader value, int length)
      throws SQLException {
    bindOnce(
        parameterIndex,
        ONCE_READER,
        driver -> driver.setCharacterStream(parameterIndex, value, length));
  }

  @Override
  public void setRef(int parameterIndex, @Nullable Ref value) throws SQLException {
    bindOnce(parameterIndex, ONCE_OBJECT, driver -> driver.setRef(parameterIndex, value));
  }

  @Override
  public void setBlob(int parameterIndex, @Nullable Blob value) throws SQLException {
    bindOnce(parameterIndex, ONCE_OBJECT, driver -> driver.setBlob(parameterIndex, value));
  }

  @Override
  public void setClob(int parameterIndex, @Nullable Clob value) throws SQLException {
    bindOnce(parameterIndex, ONCE_OBJECT, driver -> driver.setClob(parameterIndex, value));
  }

  @Override
  public void setArray(int parameterIndex, @Nullable Array value) throws SQLException {
    driver();
    bind(parameterIndex, driver -> driver.setArray(parameterIndex, value));
  }

  @Override
  public @Nullable ResultSetMetaData getMetaData() throws SQLException {
    return askingDriver().getMetaData();
  }

  @Override
  public void setDate(int parameterIndex, @Nullable Date value, @Nullable Calendar calendar)
      throws SQLException {
    var copy = copy(value);
    var zone = copy(calendar);
    bind(parameterIndex, driver -> driver.setDate(parameterIndex, copy, zone));
  }

  @Override
  public void setTime(int parameterIndex, @Nullable Time value, @Nullable Calendar calendar)
      throws SQLException {
    var copy = copy(value);
    var zone = copy(calendar);
    bind(parameterIndex, driver -> driver.setTime(parameterIndex, copy, zone));
  }

  @Override
  public void setTimestamp(
      int parameterIndex, @Nullable Timestamp value, @Nullable Calendar calendar)
      throws SQLException {
    var copy = copy(value);
    var zone = copy(calendar);
    bind(parameterIndex, driver -> driver.setTimestamp(parameterIndex, copy, zone));
  }

  @Override
  public void setNull(int parameterIndex, int sqlType, String typeName) throws SQLException {
    bind(parameterIndex, driver -> driver.setNull(parameterIndex, sqlType, typeName));
  }

  @Override
  public void setURL(int parameterIndex, @Nullable URL value) throws SQLException {
    bind(parameterIndex, driver -> driver.setURL(parameterIndex, value));
  }

  @Override
  public ParameterMetaData getParameterMetaData() throws SQLException {
    return askingDriver().getParameterMetaData();
  }

  @Override
  public void setRowId(int parameterIndex, @Nullable RowId value) throws SQLException {
    bindOnce(parameterIndex, ONCE_OBJECT, driver -> driver.setRowId(parameterIndex, value));
  }

  @Override
  public void setNString(int parameterIndex, @Nullable String value) throws SQLException {
    bind(parameterIndex, driver -> driver.setNString(parameterIndex, value));
  }

  @Override
  public void setNCharacterStream(int parameterIndex, @Nullable Reader value, long length)
      throws SQLException {
    bindOnce(
        parameterIndex,
        ONCE_READER,
        driver -> driver.setNCharacterStream(parameterIndex, value, length));
  }

  @Override
  public void setNClob(int parameterIndex, @Nullable NClob value) throws SQLException {
    bindOnce(parameterIndex, ONCE_OBJECT, driver -> driver.setNClob(parameterIndex, value));
  }

  @Override
  public void setClob(int parameterIndex, @Nullable Reader value, long length) throws SQLException {
    bindOnce(parameterIndex, ONCE_READER, driver -> driver.setClob(parameterIndex, value, length));
  }

  @Override
  public void setBlob(int parameterIndex, @Nullable InputStream value, long length)
      throws SQLException {
    bindOnce(parameterIndex, ONCE_STREAM, driver -> driver.setBlob(parameterIndex, value, length));
  }

  @Override
  public void setNClob(int parameterIndex, @Nullable Reader value, long length)
      throws SQLException {
    bindOnce(parameterIndex, ONCE_READER, driver -> driver.setNClob(parameterIndex, value, length));
  }

  @Override
  public void setSQLXML(int parameterIndex, @Nullable SQLXML value) throws SQLException {
    bindOnce(parameterIndex, ONCE_OBJECT, driver -> driver.setSQLXML(parameterIndex, value));
  }

  @Override
  public void setObject(
      int parameterIndex, @Nullable Object value, int targetSqlType, int scaleOrLength)
      throws SQLException {
    var copy = copy(value);
    bind(
        parameterIndex,
        driver -> driver.setObject(parameterIndex, copy, targetSqlType, scaleOrLength));
  }

  @Override
  public void setAsciiStream(int parameterIndex, @Nullable InputStream value, long length)
      throws SQLException {
    bindOnce(
        parameterIndex,
        ONCE_STREAM,
        driver -> driver.setAsciiStream(parameterIndex, value, length));
  }

  @Override
  public void setBinaryStream(int parameterIndex, @Nullable InputStream value, long length)
      throws SQLException {
    bindOnce(
        parameterIndex,
        ONCE_STREAM,
        driver -> driver.setBinaryStream(parameterIndex, value, length));
  }

  @Override
  public void setCharacterStream(int parameterIndex, @Nullable Reader value, long length)
      throws SQLException {
    bindOnce(
        parameterIndex,
        ONCE_READER,
        driver -> driver.setCharacterStream(parameterIndex, value, length));
  }

  @Override
  public void setAsciiStream(int parameterIndex, @Nullable InputStream value) throws SQLException {
    bindOnce(parameterIndex, ONCE_STREAM, driver -> driver.setAsciiStream(parameterIndex, value));
  }

  @Override
  public void setBinaryStream(int parameterIndex, @Nullable InputStream value) throws SQLException {
    bindOnce(parameterIndex, ONCE_STREAM, driver -> driver.setBinaryStream(parameterIndex, value));
  }

  @Override
  public void setCharacterStream(int parameterIndex, @Nullable Reader value) throws SQLException {
    bindOnce(
        parameterIndex, ONCE_READER, driver -> driver.setCharacterStream(parameterIndex, value));
  }

  @Override
  public void setNCharacterStream(int parameterIndex, @Nullable Reader value) throws SQLException {
    bindOnce(
        parameterIndex, ONCE_READER, driver -> driver.setNCharacterStream(parameterIndex, value));
  }

  @Override
  public void setClob(int parameterIndex, @Nullable Reader value) throws SQLException {
    bindOnce(parameterIndex, ONCE_READER, driver -> driver.setClob(parameterIndex, value));
  }

  @Override
  public void setBlob(int parameterIndex, @Nullable InputStream value) throws SQLException {
    bindOnce(parameterIndex, ONCE_STREAM, driver -> driver.setBlob(parameterIndex, value));
  }

  @Override
  public void setNClob(int parameterIndex, @Nullable Reader value) throws SQLException {
    bindOnce(parameterIndex, ONCE_READER, driver -> driver.setNClob(parameterIndex, value));
  }

  @Override
  public void setObject(
      int parameterIndex, @Nullable Object value, SQLType targetSqlType, int scaleOrLength)
      throws SQLException {
    var copy = copy(value);
    bind(
        parameterIndex,
        driver -> driver.setObject(parameterIndex, copy, targetSqlType, scaleOrLength));
  }

  @Override
  public void setObject(int parameterIndex, @Nullable Object value, SQLType targetSqlType)
      throws SQLException {
    var copy = copy(value);
    bind(parameterIndex, driver -> driver.setObject(parameterIndex, copy, targetSqlType));
  }

  @Override
  public long executeLargeUpdate() throws SQLException {
    return run((driver, none) -> driver.executeLargeUpdate(), "");
  }
}
