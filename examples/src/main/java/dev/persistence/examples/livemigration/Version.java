package dev.persistence.examples.livemigration;

import java.sql.Connection;
import java.sql.SQLException;

/** What one version of the application does with a user's name. */
interface Version {

  void rename(Connection connection, int id, String first, String last) throws SQLException;

  /** Returns the first and the last name with a blank between them. */
  String name(Connection connection, int id) throws SQLException;
}
