package dev.persistence.core.keyset;

import dev.persistence.core.Arguments;
import dev.persistence.core.sql.TableName;
import dev.persistence.core.transaction.Transactions;
import java.sql.SQLException;

/**
 * Visits the rows of a table in the order of their key, in batches that are a short transaction
 * each.
 *
 * <pre>{@code
 * KeysetWalker.builder(transactions, TableName.of("users"))
 *     .untilCurrentEnd()
 *     .build()
 *     .walk(batch -> {
 *       fillNames(batch.connection(), batch.range());
 *       checkpoints.save(batch.connection(), batch.cursor().encode());
 *     });
 * }</pre>
 *
 * <p>A row that exists, with the same key, from the beginning of the walk to its end is visited
 * exactly once, whatever is inserted, deleted or updated beside it. A row that comes or goes
 * meanwhile is visited once or not at all. A batch that loses a deadlock or fails to serialize runs
 * again, as {@link Transactions} has it; any other failure ends the walk, and what was committed
 * stays.
 *
 * <p>Between batches no transaction is open and no connection is held. The size of a batch follows
 * the time that batches take. The walk is refused where it could miss rows: without a primary key
 * or a unique constraint over the named columns, with a column that may hold NULL, with a type
 * whose order a bound value cannot express (floating point, truth values, MySQL's ENUM and, in a
 * session whose time zone changes its clocks, TIMESTAMP).
 *
 * <p>Thread-safe; {@link #walk} blocks until the end and starts no thread.
 */
public final class KeysetWalker {

  private final Transactions transactions;
  private final KeysetWalkerConfig config;

  /** Set by any thread; read by each walk before each batch and during pauses. */
  private volatile boolean stopped;

  KeysetWalker(Transactions transactions, KeysetWalkerConfig config) {
    this.transactions = transactions;
    this.config = config;
  }

  public static KeysetWalkerBuilder builder(Transactions transactions, TableName table) {
    return new KeysetWalkerBuilder(transactions, table);
  }

  public KeysetWalkerConfig config() {
    return config;
  }

  /**
   * Visits the rows and returns what was done, at the end of the table or of its bound, after
   * {@link #stop}, or when the thread was interrupted, which then stays interrupted.
   *
   * @throws SQLException if the database failed
   * @throws dev.persistence.core.PersistenceException if the table or a position does not allow the
   *     walk
   */
  public <E extends Exception> WalkReport walk(KeysetVisitor<E> visitor) throws SQLException, E {
    return new Walk(transactions, config, () -> stopped).run(Arguments.notNull("visitor", visitor));
  }

  /** Ends all walks of this walker behind their current batch; later ones end at once. */
  public void stop() {
    stopped = true;
  }
}
