package dev.persistence.core.transaction;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The transaction that is open on a thread, for those who must act with it though they do not run
 * it: a cache that invalidates after the commit, for example.
 *
 * <pre>{@code
 * TransactionContext transaction = TransactionContext.current();
 * if (transaction != null) {
 *   transaction.afterCompletion(completion -> cache.forget(id));
 * }
 * }</pre>
 *
 * <p>{@link Transactions} makes one for each attempt: a body that runs again has a new context, and
 * what was registered with the old one has heard of its rollback. Bound to the thread of its
 * transaction and used there alone; a transaction inside another has a context of its own, and the
 * innermost counts. Registering neither blocks nor asks the database.
 *
 * <p>For those who run transactions by other means, such as a framework, this is an interface to
 * implement over what that offers for synchronization.
 */
public interface TransactionContext {

  /** How a transaction ended. */
  enum Completion {
    /** The database has confirmed the commit. */
    COMMITTED,
    /** Nothing of the transaction is in the database, or ever will be. */
    ROLLED_BACK,
    /**
     * Nobody can tell: the answer to COMMIT never came, or the body took the transaction's end into
     * its own hands. To be treated as a commit by who must not miss one; it may become visible only
     * later.
     */
    UNKNOWN
  }

  /**
   * Returns the innermost transaction that {@link Transactions} runs on this thread, or null if
   * there is none, as is the case once its body was left and its actions before the commit are
   * done.
   */
  static @Nullable TransactionContext current() {
    return OpenTransaction.current();
  }

  /**
   * Returns the transaction around this one on the same thread, or null if there is none or nobody
   * can tell. By default null.
   */
  default @Nullable TransactionContext outer() {
    return null;
  }

  /**
   * Tells whether the transaction may have written so far. False only if it was begun as read-only,
   * which the databases enforce; no statement is looked at.
   */
  boolean mayHaveWritten();

  /**
   * Tells whether a read in it may answer from a snapshot that is older than the read, and so lack
   * what others have committed meanwhile. False only if READ COMMITTED was asked for: the isolation
   * that a connection has of its own cannot be known without a statement, and so counts as a
   * snapshot. A body that changes the isolation itself is not noticed.
   */
  boolean seesSnapshot();

  /**
   * Runs the action on this thread right before COMMIT, if it comes to that, in the order of
   * registration. What it throws rolls the transaction back and is thrown as if the body had thrown
   * it; the actions after it do not run. An action may register further ones.
   *
   * @throws IllegalStateException if the transaction has ended, or is that of another thread
   */
  void beforeCommit(Runnable action);

  /**
   * Runs the action on this thread once the transaction has ended and its connection was given
   * back, in the order of registration, each whatever became of those before it. It is outside of
   * the transaction then and may run one of its own. What it throws is logged by its type, without
   * its message, and never reaches who runs the transaction.
   *
   * @throws IllegalStateException if the transaction has ended, or is that of another thread
   */
  void afterCompletion(Consumer<Completion> action);

  /**
   * Returns what the owner keeps in this transaction; made on first use.
   *
   * @param owner compared by identity
   * @param factory makes the same type each time for one owner
   * @throws IllegalStateException if the transaction has ended, or is that of another thread
   */
  <T> T attribute(Object owner, Supplier<T> factory);
}
