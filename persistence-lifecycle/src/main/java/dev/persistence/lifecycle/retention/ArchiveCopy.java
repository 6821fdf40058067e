package dev.persistence.lifecycle.retention;

import dev.persistence.core.keyset.KeysetCursor;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Where the rows of a batch are copied, before the same transaction removes them. */
interface ArchiveCopy {

  /** Begins a run, outside of any transaction. */
  default void begin() throws SQLException {}

  /** Ends a run that was not broken off, outside of any transaction. */
  default void end() throws SQLException {}

  /** Copies these rows, which are locked, and returns how many. */
  long copy(Connection connection, List<List<KeysetCursor>> portions) throws SQLException;
}
