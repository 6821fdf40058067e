package dev.persistence.core.keyset;

import dev.persistence.core.Arguments;
import dev.persistence.core.TimeSource;
import dev.persistence.core.sql.Dialect;
import dev.persistence.core.sql.Dialect.KeyComparison;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.core.transaction.Transactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One walk from its start to its end. Not thread-safe. */
final class Walk {

  private static final Logger LOG = LoggerFactory.getLogger(Walk.class);

  /** A pause is slept in such pieces, so that a request to stop is soon seen. */
  private static final Duration LONGEST_SLEEP = Duration.ofMillis(100);

  private final Transactions transactions;
  private final KeysetWalkerConfig config;
  private final BooleanSupplier stopped;
  private final TimeSource time;
  private final BatchSize batchSize;
  private final Stride stride = new Stride();

  private @Nullable KeysetCursor position;
  private @Nullable KeysetCursor end;
  private long scanned;
  private long visited;
  private long batches;
  private long retries;
  private long throttledNanos;

  Walk(Transactions transactions, KeysetWalkerConfig config, BooleanSupplier stopped) {
    this.transactions = transactions;
    this.config = config;
    this.stopped = stopped;
    this.time = config.timeSource();
    this.batchSize = new BatchSize(config);
    this.position = config.after();
    this.end = config.until();
  }

  <E extends Exception> WalkReport run(KeysetVisitor<E> visitor) throws SQLException, E {
    long started = time.nanos();
    KeyOrder order = transactions.call(this::order);
    boolean completed = config.untilCurrentEnd() && end == null;
    long lastRows = 0;
    while (!completed && mayGoOn(lastRows)) {
      int limit = batchSize.rows();
      lastRows = batch(order, visitor, limit);
      completed = lastRows < limit;
    }
    Duration duration = Duration.ofNanos(time.nanos() - started);
    return new WalkReport(
        completed,
        scanned,
        visited,
        batches,
        retries,
        Duration.ofNanos(throttledNanos),
        duration,
        position);
  }

  private KeyOrder order(Connection connection) throws SQLException {
    Dialect dialect = Dialect.detect(connection);
    List<KeyColumn> key =
        new KeyResolver(connection, dialect, config.table()).resolve(config.key());
    KeyOrder order = new KeyOrder(dialect, config.table(), key);
    if (position != null) {
      order.check(position);
    }
    if (config.untilCurrentEnd()) {
      end = order.end(connection);
    } else if (end != null) {
      order.check(end);
    }
    return order;
  }

  /** How much a batch may read, and what one run of its transaction did. */
  private static final class Outcome {
    private final int limit;
    private int runs;
    private long startedNanos;
    private long rows;
    private long matching;
    private @Nullable KeysetCursor last;

    private Outcome(int limit) {
      this.limit = limit;
    }
  }

  /** Returns the number of rows read. */
  private <E extends Exception> long batch(KeyOrder order, KeysetVisitor<E> visitor, int limit)
      throws SQLException, E {
    Outcome outcome = new Outcome(limit);
    transactions.<E>run(
        connection -> {
          outcome.runs++;
          outcome.startedNanos = time.nanos();
          visit(connection, order, visitor, outcome);
        });
    retries += outcome.runs - 1;
    scanned += outcome.rows;
    visited += outcome.matching;
    if (outcome.last != null) {
      batches++;
      position = outcome.last;
      batchSize.took(time.nanos() - outcome.startedNanos);
    }
    return outcome.rows;
  }

  private <E extends Exception> void visit(
      Connection connection, KeyOrder order, KeysetVisitor<E> visitor, Outcome outcome)
      throws SQLException, E {
    SqlFragment condition = config.condition();
    SqlFragment start = position == null ? null : order.condition(KeyComparison.AFTER, position);
    SqlFragment rest = both(start, bound(order, end));
    List<KeysetCursor> keys =
        config.rangesOnly()
            ? measure(connection, order, rest, outcome)
            : read(connection, order, rest, outcome);
    KeysetCursor last = outcome.last;
    if (last != null) {
      SqlFragment upTo = order.condition(KeyComparison.UP_TO, last);
      SqlFragment range = start == null ? upTo : start.and(upTo);
      visitor.visit(
          new KeysetBatch(
              connection, condition == null ? range : range.and(condition), keys, last));
    }
  }

  private List<KeysetCursor> read(
      Connection connection, KeyOrder order, @Nullable SqlFragment rest, Outcome outcome)
      throws SQLException {
    List<KeyOrder.Row> rows = order.read(connection, rest, config.condition(), outcome.limit);
    List<KeysetCursor> keys =
        rows.stream().filter(KeyOrder.Row::matches).map(KeyOrder.Row::key).toList();
    outcome.rows = rows.size();
    outcome.matching = keys.size();
    outcome.last = rows.isEmpty() ? null : rows.get(rows.size() - 1).key();
    return keys;
  }

  /** Finds where the batch ends, and reads no key before that. */
  private List<KeysetCursor> measure(
      Connection connection, KeyOrder order, @Nullable SqlFragment rest, Outcome outcome)
      throws SQLException {
    KeyOrder.Span span = stride.next(position, end, outcome.limit);
    if (span == null) {
      span = order.span(connection, rest, outcome.limit);
      if (span != null) {
        stride.measured(position, span);
      }
    }
    outcome.rows = span == null ? 0 : span.rows();
    outcome.matching = outcome.rows;
    outcome.last = span == null ? null : span.last();
    return List.of();
  }

  private static @Nullable SqlFragment bound(KeyOrder order, @Nullable KeysetCursor end) {
    return end == null ? null : order.condition(KeyComparison.UP_TO, end);
  }

  private static @Nullable SqlFragment both(
      @Nullable SqlFragment first, @Nullable SqlFragment second) {
    if (first == null) {
      return second;
    }
    return second == null ? first : first.and(second);
  }

  /** Waits as long as the throttle wants; returns false if the walk must stop. */
  private boolean mayGoOn(long rows) {
    Throttle.Pause pause = ask(rows);
    while (!pause.isNone() && !stopped.getAsBoolean() && !Thread.currentThread().isInterrupted()) {
      LOG.debug(
          "The walk over {} pauses for {}: {}", config.table(), pause.atLeast(), pause.reason());
      long before = time.nanos();
      sleep(pause.atLeast());
      throttledNanos += time.nanos() - before;
      pause = ask(0);
    }
    return !stopped.getAsBoolean() && !Thread.currentThread().isInterrupted();
  }

  private Throttle.Pause ask(long rows) {
    return Arguments.notNull("answer of the throttle", config.throttle().ask(rows));
  }

  private void sleep(Duration pause) {
    Duration left = pause;
    try {
      while (left.compareTo(Duration.ZERO) > 0 && !stopped.getAsBoolean()) {
        Duration piece = left.compareTo(LONGEST_SLEEP) < 0 ? left : LONGEST_SLEEP;
        time.sleep(piece);
        left = left.minus(piece);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
