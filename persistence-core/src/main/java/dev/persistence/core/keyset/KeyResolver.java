package dev.persistence.core.keyset;

import dev.persistence.core.Explanation;
import dev.persistence.core.PersistenceException;
import dev.persistence.core.sql.Dialect;
import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Finds the key of a table, and refuses one along which a walk could miss rows. */
final class KeyResolver {

  private final Connection connection;
  private final Dialect dialect;
  private final TableName table;

  KeyResolver(Connection connection, Dialect dialect, TableName table) {
    this.connection = connection;
    this.dialect = dialect;
    this.table = table;
  }

  /** Returns the columns to walk along: the named ones, or those of the primary key. */
  List<KeyColumn> resolve(List<Identifier> named) throws SQLException {
    List<Identifier> key = named.isEmpty() ? dialect.primaryKey(connection, table) : named;
    if (key.isEmpty()) {
      throw refused("it has no primary key", "Add one, or name columns that are unique");
    }
    if (!dialect.isUnique(connection, table, key)) {
      throw refused(
          "two rows may have the same values in " + key,
          "Name the columns of a unique constraint, or these and then those of the primary key");
    }
    return columns(key);
  }

  private List<KeyColumn> columns(List<Identifier> key) throws SQLException {
    String sql = "SELECT " + dialect.quote(key) + " FROM " + dialect.quote(table) + " WHERE 1 = 0";
    List<KeyColumn> columns = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(sql);
        ResultSet none = select.executeQuery()) {
      ResultSetMetaData description = none.getMetaData();
      for (int i = 1; i <= key.size(); i++) {
        columns.add(column(key.get(i - 1), description, i));
      }
    }
    return List.copyOf(columns);
  }

  private KeyColumn column(Identifier name, ResultSetMetaData description, int index)
      throws SQLException {
    if (description.isNullable(index) != ResultSetMetaData.columnNoNulls) {
      throw refused(
          "column \"" + name + "\" may hold NULL, which has no place in the order",
          "Make it NOT NULL, or name other columns");
    }
    String typeName = description.getColumnTypeName(index);
    KeyType type = KeyType.ofColumn(description.getColumnType(index), typeName);
    String parameter = type == null ? null : dialect.keyParameter(connection, table, name);
    if (type == null || parameter == null) {
      throw refused(
          "column \"" + name + "\" has a type (" + typeName + ") whose order cannot be followed",
          "Name columns of whole numbers, decimals, text, uuid, bytes or time; for a TIMESTAMP of"
              + " MySQL or MariaDB set the session's time zone to UTC");
    }
    return new KeyColumn(name, type, parameter);
  }

  private PersistenceException refused(String why, String remedy) {
    return new PersistenceException(
        new Explanation("The table \"" + table + "\" cannot be walked", why, remedy), null);
  }
}
