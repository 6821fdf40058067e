package dev.persistence.cache.internal.behind;

import dev.persistence.core.PersistenceException;
import dev.persistence.core.sql.Dialect;
import dev.persistence.core.sql.FailureKind;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import org.jspecify.annotations.Nullable;

/** Runs what others wrote, and says of a failure whether it will pass. */
final class Failure {

  /** Guards against a chain of causes that leads back to itself. */
  private static final int LONGEST_CHAIN = 20;

  /** Work that may fail with whatever. */
  interface Work {
    void run() throws Exception;
  }

  private Failure() {}

  /** Runs the work and returns how it failed. */
  static @Nullable Throwable of(Work work) {
    try {
      work.run();
      return null;
    } catch (Throwable failure) { // Whatever it is, the thread and the queue must outlive it.
      return failure;
    }
  }

  /** Tells whether the same work may succeed later, as it is. */
  static boolean isTransient(Throwable failure) {
    Throwable link = failure;
    for (int i = 0; link != null && i < LONGEST_CHAIN; i++) {
      if (link instanceof InterruptedException
          || link instanceof SQLTransientException
          || (link instanceof PersistenceException known && known.isTransient())
          || (link instanceof SQLException sql && isTransient(sql))) {
        return true;
      }
      link = link.getCause();
    }
    return false;
  }

  /** Asks all engines, since nobody says which one the writer writes to; their codes differ. */
  private static boolean isTransient(SQLException failure) {
    return passes(Dialect.classifyUnknown(failure))
        || passes(Dialect.postgreSql().classify(failure))
        || passes(Dialect.mariaDb().classify(failure));
  }

  private static boolean passes(FailureKind kind) {
    return switch (kind) {
      case SERIALIZATION_FAILURE, DEADLOCK, LOCK_TIMEOUT, CONNECTION_LOST, READ_ONLY -> true;
      case UNIQUE_VIOLATION, OTHER -> false;
    };
  }

  /** Returns what may be logged: never a message, which may quote values. */
  static String describe(Throwable failure) {
    Throwable link = failure;
    for (int i = 0; link != null && i < LONGEST_CHAIN; i++) {
      if (link instanceof SQLException sql) {
        return failure.getClass().getName() + ", SQLState " + sql.getSQLState();
      }
      link = link.getCause();
    }
    return failure.getClass().getName();
  }
}
