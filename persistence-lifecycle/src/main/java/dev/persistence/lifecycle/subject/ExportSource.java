package dev.persistence.lifecycle.subject;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** A database whose rows are exported. */
record ExportSource(String name, DataSource dataSource, Scan scan) {

  /** Reads the schema as it is now, and tells which rows are whose. */
  interface Scan {
    SubjectGraph read(Connection connection) throws SQLException;
  }

  /** Reads it by a connection of its own. */
  SubjectGraph read() throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      return scan.read(connection);
    }
  }
}
