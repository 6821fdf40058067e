package dev.persistence.examples.livemigration;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Knows two columns, and nothing of any migration. */
final class OldVersion implements Version {

  @Override
  public void rename(Connection connection, int id, String first, String last) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE users SET first_name = ?, last_name = ? WHERE id = ?")) {
      update.setString(1, first);
      update.setString(2, last);
      update.setInt(3, id);
      update.executeUpdate();
    }
  }

  @Override
  public String name(Connection connection, int id) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT first_name, last_name FROM users WHERE id = ?")) {
      select.setInt(1, id);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getString(1) + " " + row.getString(2);
      }
    }
  }
}
