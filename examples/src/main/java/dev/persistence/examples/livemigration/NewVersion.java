package dev.persistence.examples.livemigration;

import dev.persistence.migrate.ReadSide;
import dev.persistence.migrate.SchemaFlags;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Writes the new column, and reads it as soon as the migration is switched. */
final class NewVersion implements Version {

  private final SchemaFlags flags;
  private final Version before = new OldVersion();

  NewVersion(SchemaFlags flags) {
    this.flags = flags;
  }

  @Override
  public void rename(Connection connection, int id, String first, String last) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE users SET full_name = ? WHERE id = ?")) {
      update.setString(1, first + " " + last);
      update.setInt(2, id);
      update.executeUpdate();
    }
  }

  @Override
  public String name(Connection connection, int id) throws SQLException {
    if (flags.side(LiveMigration.VERSION) == ReadSide.READ_OLD) {
      return before.name(connection, id);
    }
    try (PreparedStatement select =
        connection.prepareStatement("SELECT full_name FROM users WHERE id = ?")) {
      select.setInt(1, id);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getString(1);
      }
    }
  }
}
