package dev.persistence.lifecycle.partition;

import dev.persistence.core.sql.TableName;
import dev.persistence.lifecycle.internal.engine.Sql;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Attaches a table that has rows. A constraint that says what the partition takes is validated
 * before, which lets others read and write; so attaching, which locks the table, reads no row.
 */
final class CheckedAttach {

  private static final String CONSTRAINT = "lifecycle_attach_check";

  private final PartitionedTable parent;
  private final TableName name;
  private final String alter;

  CheckedAttach(PartitionedTable parent, TableName name) {
    this.parent = parent;
    this.name = name;
    this.alter = "ALTER TABLE " + parent.quote(name);
  }

  /** Refuses a table that has a row which is not the partition's. */
  void run(String condition, String bound) throws SQLException {
    try {
      parent.transactions.run(connection -> add(connection, condition));
      validate();
      parent.transactions.run(
          connection -> {
            parent.attach(connection, name, bound);
            drop(connection);
          });
    } catch (SQLException | RuntimeException failure) { // Whatever it is, the check must not stay.
      undo(failure);
      throw failure;
    }
  }

  private void add(Connection connection, String condition) throws SQLException {
    Sql.run(connection, "SET LOCAL TimeZone = 'UTC'");
    drop(connection);
    Sql.run(
        connection,
        alter + " ADD CONSTRAINT " + CONSTRAINT + " CHECK (" + condition + ") NOT VALID");
  }

  private void validate() throws SQLException {
    try {
      parent.transactions.run(
          connection -> Sql.run(connection, alter + " VALIDATE CONSTRAINT " + CONSTRAINT));
    } catch (SQLException failure) {
      if ("23514".equals(failure.getSQLState())) {
        throw parent.refused(
            "\"" + name + "\" has a row that the partition would not take",
            "Move such rows elsewhere, and attach again");
      }
      throw failure;
    }
  }

  private void drop(Connection connection) throws SQLException {
    Sql.run(connection, alter + " DROP CONSTRAINT IF EXISTS " + CONSTRAINT);
  }

  private void undo(Exception failure) {
    try {
      parent.transactions.run(this::drop);
    } catch (SQLException | RuntimeException second) {
      // The first failure says what is wrong; the next attach drops the constraint.
      failure.addSuppressed(second);
    }
  }
}
