package dev.persistence.core.keyset;

import dev.persistence.core.Arguments;
import dev.persistence.core.TimeSource;
import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.core.sql.TableName;
import dev.persistence.core.transaction.Transactions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Options of a {@link KeysetWalker}.
 *
 * <p>Defaults: the primary key, all rows from the first to whatever is the last by then, 1,000 rows
 * in the first batch, later 100 to 20,000 as fit into 50 ms, no throttle. Not thread-safe.
 */
public final class KeysetWalkerBuilder {

  private static final int LARGEST_BATCH = 1_000_000;

  final TableName table;
  List<Identifier> key = List.of();
  @Nullable SqlFragment condition;
  @Nullable KeysetCursor after;
  @Nullable KeysetCursor until;
  boolean untilCurrentEnd;
  boolean rangesOnly;
  int startBatchSize = 1_000;
  int minBatchSize = 100;
  int maxBatchSize = 20_000;
  Duration targetBatchTime = Duration.ofMillis(50);
  Throttle throttle = Throttle.none();
  TimeSource timeSource = TimeSource.system();

  private final Transactions transactions;

  KeysetWalkerBuilder(Transactions transactions, TableName table) {
    this.transactions = Arguments.notNull("transactions", transactions);
    this.table = Arguments.notNull("table", table);
  }

  /**
   * Names the columns to walk along, most significant first, instead of the primary key.
   *
   * <p>All are NOT NULL and a unique constraint covers them or some of them, else the walk is
   * refused. An index starts with them in this order, else each batch sorts the table.
   */
  public KeysetWalkerBuilder key(Identifier... columns) {
    this.key = KeysetCursor.checked(Arrays.asList(Arguments.notNull("columns", columns)));
    return this;
  }

  /**
   * Visits only the rows that meet the condition.
   *
   * <p>A batch is bounded by the rows it reads and not by those that meet the condition, so that a
   * rare one does not make a batch read the whole table. To read fewer rows, walk along a key that
   * starts with the column of the condition, from and to a position.
   */
  public KeysetWalkerBuilder where(SqlFragment condition) {
    this.condition = Arguments.notNull("condition", condition);
    return this;
  }

  /**
   * Leaves {@link KeysetBatch#keys} empty, so that the keys need not be fetched one by one; for
   * visitors that work on the range. Not together with {@link #where}.
   *
   * <p>With {@link #untilCurrentEnd} or {@link #until} a range along whole numbers with few gaps is
   * reckoned from its first one, not counted: it holds no more rows than the batch may, maybe
   * fewer.
   */
  public KeysetWalkerBuilder rangesOnly() {
    this.rangesOnly = true;
    return this;
  }

  /** Starts behind the position, which may hold just the first columns of the key. */
  public KeysetWalkerBuilder after(KeysetCursor position) {
    this.after = Arguments.notNull("after", position);
    return this;
  }

  /** Ends with the position's rows, which may hold just the first columns of the key. */
  public KeysetWalkerBuilder until(KeysetCursor position) {
    this.until = Arguments.notNull("until", position);
    this.untilCurrentEnd = false;
    return this;
  }

  /** Ends with the row that is the last when the walk starts, so that appends do not prolong it. */
  public KeysetWalkerBuilder untilCurrentEnd() {
    this.untilCurrentEnd = true;
    this.until = null;
    return this;
  }

  /**
   * Sets how many rows a batch reads: at first, at least and at most, each 1 to 1,000,000.
   *
   * @param start between least and most
   */
  public KeysetWalkerBuilder batchSize(int start, int least, int most) {
    this.maxBatchSize = Arguments.inRange("most", most, 1, LARGEST_BATCH);
    this.minBatchSize = Arguments.inRange("least", least, 1, most);
    this.startBatchSize = Arguments.inRange("start", start, least, most);
    return this;
  }

  /** Sets how long a batch should take, COMMIT included: 1 ms to 1 minute. */
  public KeysetWalkerBuilder targetBatchTime(Duration target) {
    this.targetBatchTime =
        Arguments.inRange("targetBatchTime", target, Duration.ofMillis(1), Duration.ofMinutes(1));
    return this;
  }

  /** Sets who is asked before each batch. */
  public KeysetWalkerBuilder throttle(Throttle throttle) {
    this.throttle = Arguments.notNull("throttle", throttle);
    return this;
  }

  /** Sets what batches are measured and pauses are waited on. */
  public KeysetWalkerBuilder timeSource(TimeSource timeSource) {
    this.timeSource = Arguments.notNull("timeSource", timeSource);
    return this;
  }

  /**
   * Returns the walker with these options; what the table allows is checked by the walk.
   *
   * @throws IllegalArgumentException if ranges alone are asked for, and a condition as well
   */
  public KeysetWalker build() {
    if (rangesOnly && condition != null) {
      throw new IllegalArgumentException(
          "rangesOnly is set together with where; allowed: one of them");
    }
    return new KeysetWalker(transactions, new KeysetWalkerConfig(this));
  }
}
