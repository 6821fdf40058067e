package dev.persistence.cache.log;

import dev.persistence.core.Arguments;
import dev.persistence.core.Explanation;
import dev.persistence.core.sql.Dialect;
import dev.persistence.core.sql.FailureKind;
import dev.persistence.core.sql.TableName;
import dev.persistence.core.transaction.Transactions;
import java.sql.SQLException;
import java.time.Duration;
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
  private final OutboxStripes stripeRows;
  private final OutboxEntries entryRows;
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
    this.stripeRows = new OutboxStripes(queue, sql);
    this.entryRows = new OutboxEntries(queue, sql);
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
      found = attempt("open", connection -> stripeRows.ensure(connection, stripes));
    } catch (WriteLogException raced) { // Another node may have made the rows meanwhile.
      found = attempt("open", connection -> stripeRows.ensure(connection, stripes));
    }
    if (found != stripes) {
      throw new IllegalArgumentException(
          "stripes is %d; allowed: %d, with which the queue \"%s\" was made"
              .formatted(stripes, found, queue));
    }
  }

  @Override
  public List<LogPosition> append(int stripe, List<LogEntry> entries) {
    long last = attempt("append", connection -> entryRows.insert(connection, stripe, entries));
    List<LogPosition> positions = new ArrayList<>();
    for (int i = 1; i <= entries.size(); i++) {
      positions.add(new LogPosition(0, last - entries.size() + i));
    }
    return positions;
  }

  @Override
  public List<LogRecord> first(int stripe, int most) {
    return next(stripe, new LogPosition(0, 0), most);
  }

  @Override
  public List<LogRecord> next(int stripe, LogPosition after, int most) {
    return attempt("read", connection -> entryRows.read(connection, stripe, after, most));
  }

  @Override
  public void acknowledge(int stripe, List<LogPosition> positions) {
    attempt("acknowledge", connection -> entryRows.delete(connection, stripe, positions));
  }

  @Override
  public Set<LogPosition> remaining(int stripe, Collection<LogPosition> positions) {
    List<LogPosition> all = List.copyOf(positions);
    Set<LogPosition> found = new HashSet<>();
    for (int from = 0; from < all.size(); from += PAGE) {
      List<LogPosition> page = all.subList(from, Math.min(all.size(), from + PAGE));
      found.addAll(attempt("read", connection -> entryRows.remaining(connection, stripe, page)));
    }
    return found;
  }

  @Override
  public boolean lease(int stripe, Duration time) {
    OutboxLease seen =
        attempt("lease", connection -> stripeRows.lease(connection, stripe))
            .orEarlier(leases.get(stripe));
    leases.put(stripe, seen);
    OutboxLease wanted = seen.ownedBy(owner, time);
    return seen.mayBeTakenBy(owner)
        && attempt("lease", connection -> stripeRows.take(connection, stripe, wanted));
  }

  @Override
  public void release(int stripe) {
    attempt("release", connection -> stripeRows.release(connection, stripe, owner));
  }

  @Override
  public void close() {
    leases.clear();
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
