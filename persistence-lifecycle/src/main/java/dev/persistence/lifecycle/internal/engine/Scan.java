package dev.persistence.lifecycle.internal.engine;

import dev.persistence.core.sql.Identifier;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Reads the tables of a schema from the database's own catalog. */
public interface Scan {

  /** Reads the schema, or the connection's current one if it is null. */
  Scanned read(Connection connection, @Nullable Identifier schema) throws SQLException;
}
