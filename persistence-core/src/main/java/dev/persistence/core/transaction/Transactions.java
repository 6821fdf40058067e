package dev.persistence.core.transaction;

import dev.persistence.core.Arguments;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Runs bodies of work on a data source, each in a transaction of its own.
 *
 * <pre>{@code
 * Transactions transactions = Transactions.of(dataSource);
 * long id = transactions.call(connection -> orders.insert(connection, order));
 * transactions.run(connection -> orders.cancel(connection, id));
 * }</pre>
 *
 * <p>A body that ends normally is committed. When it fails, with whatever, the transaction is
 * rolled back and the failure is thrown as it is; failures of the rollback or of closing are kept
 * with it as {@linkplain Throwable#addSuppressed suppressed}.
 *
 * <p><b>Retries.</b> A serialization failure or a deadlock, be it the body's failure, its cause, or
 * the definite answer to COMMIT, makes the body run again on a new connection after a pause, up to
 * the limit of attempts; the last failure is then thrown with those of the earlier attempts as
 * suppressed. So a body must be fit to run more than once, and it must not swallow an {@link
 * SQLException}. A thread interrupted during a pause stays interrupted and gets the last failure. A
 * COMMIT without an answer is never retried: {@link CommitOutcomeUnknownException}.
 *
 * <p><b>Failover.</b> With {@link TransactionsBuilder#failoverPatience} a body also runs again when
 * its connection was lost, or its node turned out to take no writes, before COMMIT was sent: with a
 * routed data source it then runs on the new primary. A write in a transaction that was made
 * read-only is refused on every node, and so fails at once.
 *
 * <p><b>The connection.</b> Set up in the order read-only, isolation, autocommit off, before any
 * statement and without a question about the database, so that a routed connection is not pinned
 * early; the settings are put back before it is closed. Only where an isolation is asked for is the
 * connection asked for its own, which may pin it. A body that turns autocommit on or closes the
 * connection is refused with {@link IllegalStateException}, and so is one that swallowed a failure
 * for which PostgreSQL gave the transaction up, as far as {@link
 * dev.persistence.core.sql.Dialect#isRollbackOnly} can tell. One that commits or rolls back by
 * itself is not noticed, and loses what is promised here. A connection whose rollback failed or
 * whose COMMIT got no answer is aborted, so that no pool lends it again.
 *
 * <p>{@link TransactionContext} lets others act with the transaction that a body runs in, such as
 * after its commit.
 *
 * <p>A call inside a body is a transaction of its own on a connection of its own. Thread-safe;
 * blocks for the body, for the database and during pauses. Starts no thread.
 */
public final class Transactions {

  /**
   * Work in a transaction that has a result.
   *
   * @param <T> the result
   * @param <E> what it may fail with besides {@link SQLException}
   */
  @FunctionalInterface
  public interface Body<T extends @Nullable Object, E extends Exception> {
    /** Does the work on this connection alone; the caller of the transaction ends and closes it. */
    T apply(Connection connection) throws SQLException, E;
  }

  /**
   * Work in a transaction without a result.
   *
   * @param <E> what it may fail with besides {@link SQLException}
   */
  @FunctionalInterface
  public interface Action<E extends Exception> {
    /** Does the work on this connection alone; the caller of the transaction ends and closes it. */
    void accept(Connection connection) throws SQLException, E;
  }

  private final DataSource dataSource;
  private final TransactionsConfig config;
  private final FailureClassifier failures = new FailureClassifier();

  Transactions(DataSource dataSource, TransactionsConfig config) {
    this.dataSource = dataSource;
    this.config = config;
  }

  /** Returns the transactions of the data source with default options. */
  public static Transactions of(DataSource dataSource) {
    return builder(dataSource).build();
  }

  public static TransactionsBuilder builder(DataSource dataSource) {
    return new TransactionsBuilder(dataSource);
  }

  public TransactionsConfig config() {
    return config;
  }

  /**
   * Runs the action in a transaction.
   *
   * @throws SQLException if the database failed, as a driver has it
   * @throws CommitOutcomeUnknownException if nobody can tell whether the transaction happened
   * @throws IllegalStateException if the action took the transaction's end out of these hands
   */
  public <E extends Exception> void run(Action<E> action) throws SQLException, E {
    Arguments.notNull("action", action);
    this.<Boolean, E>call(
        connection -> {
          action.accept(connection);
          return true;
        });
  }

  /**
   * Runs the body in a transaction and returns its result.
   *
   * @throws SQLException if the database failed, as a driver has it
   * @throws CommitOutcomeUnknownException if nobody can tell whether the transaction happened
   * @throws IllegalStateException if the body took the transaction's end out of these hands
   */
  public <T extends @Nullable Object, E extends Exception> T call(Body<T, E> body)
      throws SQLException, E {
    Arguments.notNull("body", body);
    @Nullable Throwable earlier = null;
    Repetition repetition = new Repetition(config);
    while (true) {
      Attempt attempt = new Attempt(config, failures);
      try {
        return attempt.run(dataSource, body);
      } catch (Throwable failure) { // Rethrown as it is, unless the body may run again.
        if (earlier != null && earlier != failure) {
          failure.addSuppressed(earlier);
        }
        if (!repetition.isDue(attempt.failureKind(), failure)) {
          throw failure;
        }
        earlier = failure;
      }
    }
  }
}
