package dev.persistence.lifecycle.partition;

import java.sql.SQLException;

/** How one asks for the health of a table's partitions, such as {@code () -> events.health(3)}. */
@FunctionalInterface
public interface PartitionCheck {

  /** Returns what is found now; blocks for the database. */
  PartitionHealth check() throws SQLException;
}
