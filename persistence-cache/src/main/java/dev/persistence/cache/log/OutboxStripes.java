package dev.persistence.cache.log;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * The rows of one queue's stripes in an outbox, which hold their leases, within the caller's
 * transaction.
 *
 * @param queue its name
 * @param sql the statements
 */
record OutboxStripes(String queue, OutboxStatements sql) {

  /** Makes the rows, if there are none; returns how many there are. */
  int ensure(Connection connection, int stripes) throws SQLException {
    int found = count(connection);
    if (found > 0) {
      return found;
    }
    try (PreparedStatement insert = connection.prepareStatement(sql.insertStripe())) {
      for (int i = 0; i < stripes; i++) {
        bind(insert, i);
        insert.addBatch();
      }
      insert.executeBatch();
    }
    return stripes;
  }

  private int count(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql.countStripes())) {
      select.setString(1, queue);
      try (ResultSet rows = select.executeQuery()) {
        rows.next();
        return rows.getInt(1);
      }
    }
  }

  OutboxLease lease(Connection connection, int stripe) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql.readLease())) {
      bind(select, stripe);
      try (ResultSet rows = select.executeQuery()) {
        if (!rows.next()) {
          throw OutboxStatements.noStripe(stripe);
        }
        return new OutboxLease(
            rows.getString(1), rows.getLong(2), rows.getLong(3), System.nanoTime());
      }
    }
  }

  /** Takes the lease, unless somebody has moved it since it was seen. */
  boolean take(Connection connection, int stripe, OutboxLease wanted) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(sql.takeLease())) {
      update.setString(1, wanted.owner());
      update.setLong(2, wanted.millis());
      update.setString(3, queue);
      update.setInt(4, stripe);
      update.setLong(5, wanted.beat());
      return update.executeUpdate() == 1;
    }
  }

  int release(Connection connection, int stripe, String owner) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(sql.releaseLease())) {
      bind(update, stripe);
      update.setString(3, owner);
      return update.executeUpdate();
    }
  }

  private void bind(PreparedStatement statement, int stripe) throws SQLException {
    statement.setString(1, queue);
    statement.setInt(2, stripe);
  }
}
