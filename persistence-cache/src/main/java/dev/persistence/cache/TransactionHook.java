package dev.persistence.cache;

import dev.persistence.core.transaction.TransactionContext;
import org.jspecify.annotations.Nullable;

/**
 * Tells a cache which transaction is open on the current thread, so that an invalidation waits for
 * its commit and vanishes with its rollback. Thread-safe; asked only on the way to a load or a
 * change, never on a hit.
 */
@FunctionalInterface
public interface TransactionHook {

  /** Returns the innermost open transaction of this thread, or null. */
  @Nullable TransactionContext current();

  /** Returns the hook of {@link dev.persistence.core.transaction.Transactions}, the default. */
  static TransactionHook transactions() {
    return TransactionContext::current;
  }

  /** Returns a hook that knows of no transaction. */
  static TransactionHook none() {
    return () -> null;
  }
}
