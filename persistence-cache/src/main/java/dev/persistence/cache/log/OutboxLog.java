package dev.persistence.cache.log;

import dev.persistence.core.Arguments;
import dev.persistence.core.Explanation;
import dev.persistence.core.sql.Dialect;
import dev.persistence.core.sql.FailureKind;
import dev.persistence.core.sql.TableName;
import dev.persistence.core.transaction.Transactions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/**
 * DB_OUTBOX: a log in two tables of a database, PostgreSQL, MySQL or MariaDB.
 *
 * <p>An operation is acknowledged once its row is committed, and its row is deleted after the
 * writer's commit; a crash between the two makes the writer see the operation again. Rows of a
 * stripe are committed in their order, for which appends to one stripe wait for each other; what
 * many threads of one process bring is appended together. Leases compare no clocks.
 *
 * <p>The tables are the application's to create, with {@link #createStatements}. For one cache at a
 * time, which closes it; takes a connection for each call and gives it back. Thread-safe; blocks.
 */
public final class OutboxLog implements WriteLog {

  /** The longest name of a queue. */
  private static final int LONGEST_NAME = 100;

  private static final int PAGE = 500;
  private static final TableName DEFAULT_TABLE = TableName.of("persistence_outbox");

  private final String queue;
  private final Dialect dialect;
  private final OutboxStatements sql;
  private final Transactions transactions;
  private final String owner = UUID.randomUUID().toString();
  private final Map<Integer, OutboxLease> leases = new ConcurrentHashMap<>();

  private OutboxLog(String queue, DataSource dataSource, Dialect dialect, TableName table) {
    this.queue = Arguments.name("queue", queue);
    Arguments.inRange("length of queue", queue.length(), 1, LONGEST_NAME);
    if (queue.endsWith(" ")) { // MySQL and MariaDB compare without it.
      throw new IllegalArgumentException(
          "queue is \"" + queue + "\"; allowed: a name without a space at its end");
    }
    this.dialect = Arguments.notNull("dialect", dialect);
    this.sql = OutboxStatements.of(dialect, Arguments.notNull("table", table));
    this.transactions = Transactions.of(dataSource);
  }

  /** Returns the log of the queue in the tables {@code persistence_outbox} and {@code …_stripe}. */
  public static OutboxLog of(String queue, DataSource dataSource, Dialect dialect) {
    return new OutboxLog(queue, dataSource, dialect, DEFAULT_TABLE);
  }

  /** Returns the log of the queue in this table and another one with {@code _stripe} after it. */
  public static OutboxLog of(
      String queue, DataSource dataSource, Dialect dialect, TableName table) {
    return new OutboxLog(queue, dataSource, dialect, table);
  }

  /** Returns the statements that create the tables where they do not exist. */
  public List<String> createStatements() {
    return sql.create(dialect);
  }

  @Override
  public String name() {
    return "DB_OUTBOX";
  }

  @Override
  public String lossBound() {
    return "DB_OUTBOX: nothing, as long as the database keeps what it has committed";
  }

  @Override
  public void open(int stripes) {
    int found;
    try {
      found = attempt("open", connection -> ensure(connection, stripes));
    } catch (WriteLogException raced) { // Another node may have made the rows meanwhile.
      found = attempt("open", connection -> ensure(connection, stripes));
    }
    if (found != stripes) {
      throw new IllegalArgumentException(
          "stripes is %d; allowed: %d, with which the queue \"%s\" was made"
              .formatted(stripes, found, queue));
    }
  }

  /** Who comes second finds the rows of who came first. */
  private int ensure(Connection connection, int stripes) throws SQLException {
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

  @Override
  public List<LogPosition> append(int stripe, List<LogEntry> entries) {
    long last = attempt("append", connection -> insert(connection, stripe, entries));
    List<LogPosition> positions = new ArrayList<>();
    for (int i = 1; i <= entries.size(); i++) {
      positions.add(new LogPosition(0, last - entries.size() + i));
    }
    return positions;
  }

  private long insert(Connection connection, int stripe, List<LogEntry> entries)
      throws SQLException {
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
        throw new SQLException("no row for stripe " + stripe + " of the outbox", "02000");
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

  @Override
  public List<LogRecord> first(int stripe, int most) {
    return next(stripe, new LogPosition(0, 0), most);
  }

  @Override
  public List<LogRecord> next(int stripe, LogPosition after, int most) {
    return attempt(
        "read",
        connection -> {
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
        });
  }

  private static LogRecord record(ResultSet row) throws SQLException {
    Instant firstSeen = Instant.ofEpochMilli(row.getLong(4));
    return new LogRecord(
        new LogPosition(0, row.getLong(1)),
        new LogEntry(row.getString(2), row.getBytes(3), firstSeen));
  }

  @Override
  public void acknowledge(int stripe, List<LogPosition> positions) {
    attempt(
        "acknowledge",
        connection -> {
          try (PreparedStatement delete = connection.prepareStatement(sql.delete())) {
            for (LogPosition position : positions) {
              bind(delete, stripe);
              delete.setLong(3, position.low());
              delete.addBatch();
            }
            return delete.executeBatch().length;
          }
        });
  }

  @Override
  public Set<LogPosition> remaining(int stripe, Collection<LogPosition> positions) {
    List<LogPosition> all = List.copyOf(positions);
    Set<LogPosition> found = new HashSet<>();
    for (int from = 0; from < all.size(); from += PAGE) {
      List<LogPosition> page = all.subList(from, Math.min(all.size(), from + PAGE));
      found.addAll(attempt("read", connection -> remaining(connection, stripe, page)));
    }
    return found;
  }

  private Set<LogPosition> remaining(Connection connection, int stripe, List<LogPosition> page)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql.remaining(page.size()))) {
      bind(select, stripe);
      for (int i = 0; i < page.size(); i++) {
        select.setLong(3 + i, page.get(i).low());
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

  @Override
  public boolean lease(int stripe, Duration time) {
    OutboxLease seen =
        attempt("lease", connection -> read(connection, stripe)).orEarlier(leases.get(stripe));
    leases.put(stripe, seen);
    if (!seen.mayBeTakenBy(owner)) {
      return false;
    }
    return attempt(
        "lease",
        connection -> {
          try (PreparedStatement update = connection.prepareStatement(sql.takeLease())) {
            update.setString(1, owner);
            update.setLong(2, time.toMillis());
            update.setString(3, queue);
            update.setInt(4, stripe);
            update.setLong(5, seen.beat());
            return update.executeUpdate() == 1;
          }
        });
  }

  private OutboxLease read(Connection connection, int stripe) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql.readLease())) {
      bind(select, stripe);
      try (ResultSet rows = select.executeQuery()) {
        if (!rows.next()) {
          throw new SQLException("no row for stripe " + stripe + " of the outbox", "02000");
        }
        return new OutboxLease(
            rows.getString(1), rows.getLong(2), rows.getLong(3), System.nanoTime());
      }
    }
  }

  @Override
  public void release(int stripe) {
    attempt(
        "release",
        connection -> {
          try (PreparedStatement update = connection.prepareStatement(sql.releaseLease())) {
            bind(update, stripe);
            update.setString(3, owner);
            return update.executeUpdate();
          }
        });
  }

  @Override
  public void close() {
    leases.clear();
  }

  private void bind(PreparedStatement statement, int stripe) throws SQLException {
    statement.setString(1, queue);
    statement.setInt(2, stripe);
  }

  private <T> T attempt(String verb, Transactions.Body<T, SQLException> body) {
    try {
      return transactions.call(body);
    } catch (SQLException failure) {
      FailureKind kind = dialect.classify(failure);
      throw new WriteLogException(
          new Explanation(
              "The outbox could not " + verb,
              "the database failed with SQLState " + failure.getSQLState(),
              "Make sure that it is up and that its tables are there, see createStatements()"),
          failure,
          kind != FailureKind.OTHER);
    }
  }

  /** Returns the kind and the queue. */
  @Override
  public String toString() {
    return name() + " \"" + queue + "\"";
  }
}
