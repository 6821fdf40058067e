package dev.persistence.core.transaction;

import dev.persistence.core.sql.FailureKind;
import dev.persistence.core.transaction.TransactionContext.Completion;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of a body in one transaction on one connection. Not thread-safe. */
final class Attempt {

  private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);

  private final TransactionsConfig config;
  private final FailureClassifier failures;
  private boolean open;
  private FailureKind failureKind = FailureKind.OTHER;
  private Completion completion = Completion.ROLLED_BACK;

  Attempt(TransactionsConfig config, FailureClassifier failures) {
    this.config = config;
    this.failures = failures;
  }

  /** Returns what a failure means that came surely before any COMMIT was carried out. */
  FailureKind failureKind() {
    return failureKind;
  }

  <T extends @Nullable Object, E extends Exception> T run(
      DataSource dataSource, Transactions.Body<T, E> body) throws SQLException, E {
    Connection connection = borrow(dataSource);
    OpenTransaction transaction = OpenTransaction.begin(config);
    try {
      return run(connection, transaction, body);
    } finally {
      transaction.complete(completion);
    }
  }

  private <T extends @Nullable Object, E extends Exception> T run(
      Connection connection, OpenTransaction transaction, Transactions.Body<T, E> body)
      throws SQLException, E {
    ConnectionSettings settings = new ConnectionSettings(connection);
    T result;
    try {
      settings.begin(config);
      open = true;
      result = body.apply(connection);
      settings.checkKept();
      if (transaction.runBeforeCommit()) {
        settings.checkKept();
      }
      commit(connection);
    } catch (Throwable failure) { // Rethrown as it is; Errors must not leave a transaction open.
      undo(connection, settings, failure);
      throw failure;
    }
    release(connection, settings);
    return result;
  }

  private Connection borrow(DataSource dataSource) throws SQLException {
    try {
      return dataSource.getConnection();
    } catch (SQLException failure) {
      failureKind = failures.kind(null, failure);
      throw failure;
    }
  }

  /** Whatever comes out of here but a definite refusal leaves the outcome open. */
  private void commit(Connection connection) throws SQLException {
    try {
      completion = Completion.UNKNOWN;
      connection.commit();
      completion = Completion.COMMITTED;
    } catch (SQLException failure) {
      if (failures.mayHaveCommitted(connection, failure)) {
        open = false;
        throw new CommitOutcomeUnknownException(failure);
      }
      completion = Completion.ROLLED_BACK;
      throw failure;
    } catch (RuntimeException | Error failure) { // A broken driver leaves it open too.
      open = false;
      throw new CommitOutcomeUnknownException(failure);
    }
  }

  private void undo(Connection connection, ConnectionSettings settings, Throwable failure) {
    boolean clean = false;
    keep(failure, settings::noticeAutoCommit);
    if (open && !settings.broken()) {
      failureKind = failures.kind(connection, failure);
      boolean rolledBack = keep(failure, connection::rollback);
      if (!rolledBack && failureKind == FailureKind.OTHER) {
        completion = Completion.UNKNOWN; // Maybe the body has ended it, one way or the other.
      }
      clean = rolledBack && keep(failure, settings::restore);
    } else if (open) {
      completion = Completion.UNKNOWN;
    }
    if (!clean) {
      // To turn autocommit on again would commit what could not be rolled back.
      keep(failure, () -> connection.abort(Runnable::run));
    }
    keep(failure, connection::close);
  }

  /** The work is committed, so nothing that fails from here on is the caller's failure. */
  private static void release(Connection connection, ConnectionSettings settings) {
    SQLException failures = new SQLException("The connection could not be put back as it was");
    if (!keep(failures, settings::restore)) {
      keep(failures, () -> connection.abort(Runnable::run));
    }
    keep(failures, connection::close);
    if (failures.getSuppressed().length > 0) {
      LOG.warn("A transaction was committed, but its connection is lost", failures);
    }
  }

  /** A step of cleaning up. */
  private interface Step {
    void run() throws SQLException;
  }

  /** Returns false if the step failed, and leaves its failure with the first one. */
  private static boolean keep(Throwable first, Step step) {
    try {
      step.run();
      return true;
    } catch (Throwable second) { // Nothing may hide the first, or keep the next step from running.
      if (second != first) {
        first.addSuppressed(second);
      }
      return false;
    }
  }
}
