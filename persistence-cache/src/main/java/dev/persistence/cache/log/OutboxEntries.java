package dev.persistence.cache.log;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The entries of one queue in the table of an outbox, within the caller's transaction.
 *
 * @param queue its name
 * @param sql the statements
 */
record OutboxEntries(String queue, OutboxStatements sql) {

  /** Inserts the entries behind the last one; returns the number of the last. */
  long insert(Connection connection, int stripe, List<LogEntry> entries) throws SQLException {
    long last = reserve(connection, stripe, entries.size());
    long number = last - entries.size();
    try (PreparedStatement insert = connection.prepareStatement(sql.insertEntry())) {
      for (LogEntry entry : entries) {
        bind(insert, stripe);
        insert.setLong(3, ++number);
        insert.setString(4, entry.key());
        insert.setBytes(5, entry.payload());
        insert.setLong(6, entry.firstSeen().toEpochMilli());
        insert.addBatch();
      }
      insert.executeBatch();
    }
    return last;
  }

  private long reserve(Connection connection, int stripe, int count) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(sql.reserve())) {
      update.setInt(1, count);
      update.setString(2, queue);
      update.setInt(3, stripe);
      if (update.executeUpdate() != 1) {
        throw OutboxStatements.noStripe(stripe);
      }
    }
    try (PreparedStatement select = connection.prepareStatement(sql.lastEntry())) {
      bind(select, stripe);
      try (ResultSet rows = select.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }

  List<LogRecord> read(Connection connection, int stripe, LogPosition after, int most)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql.read())) {
      bind(select, stripe);
      select.setLong(3, after.low());
      select.setInt(4, most);
      try (ResultSet rows = select.executeQuery()) {
        List<LogRecord> records = new ArrayList<>();
        while (rows.next()) {
          records.add(record(rows));
        }
        return records;
      }
    }
  }

  private static LogRecord record(ResultSet row) throws SQLException {
    Instant firstSeen = Instant.ofEpochMilli(row.getLong(4));
    return new LogRecord(
        new LogPosition(0, row.getLong(1)),
        new LogEntry(row.getString(2), row.getBytes(3), firstSeen));
  }

  /** Deletes the entries, of which some may be gone; returns how many it was asked for. */
  int delete(Connection connection, int stripe, List<LogPosition> positions) throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement(sql.delete())) {
      for (LogPosition position : positions) {
        bind(delete, stripe);
        delete.setLong(3, position.low());
        delete.addBatch();
      }
      return delete.executeBatch().length;
    }
  }

  Set<LogPosition> remaining(Connection connection, int stripe, List<LogPosition> positions)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql.remaining(positions.size()))) {
      bind(select, stripe);
      for (int i = 0; i < positions.size(); i++) {
        select.setLong(3 + i, positions.get(i).low());
      }
      try (ResultSet rows = select.executeQuery()) {
        Set<LogPosition> found = new HashSet<>();
        while (rows.next()) {
          found.add(new LogPosition(0, rows.getLong(1)));
        }
        return found;
      }
    }
  }

  private void bind(PreparedStatement statement, int stripe) throws SQLException {
    statement.setString(1, queue);
    statement.setInt(2, stripe);
  }
}
