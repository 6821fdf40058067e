package dev.persistence.sharding.scatter;

import java.sql.SQLException;

/** Takes the rows of a scattered query one by one, on the thread that asked. */
@FunctionalInterface
public interface RowConsumer {
  /** Takes a row; what it throws ends the query. */
  void accept(ScatterRow row) throws SQLException;
}
