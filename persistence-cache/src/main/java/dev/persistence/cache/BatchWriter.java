package dev.persistence.cache;

import java.util.List;

/**
 * Writes a batch of operations to the database: the application's own code, in a transaction of its
 * own.
 *
 * <p>When it returns, the whole batch is committed. When it throws, nothing of it should be: the
 * same operations come again, alone, in other company, or merged with newer ones. They also come
 * again when the process dies between the commit and the note of it, so a writer must be
 * <em>idempotent</em>: {@code INSERT … ON CONFLICT DO UPDATE}, {@code DELETE}, never {@code SET n =
 * n + 1}.
 *
 * <p>Called by one thread for each stripe, and by callers who find the queue full, but never by two
 * threads for the same key. May block; a call that never returns stops its stripe.
 */
@FunctionalInterface
public interface BatchWriter<K, V> {

  /**
   * Writes all operations and commits.
   *
   * @param batch at least one operation, at most one for a key, longest waiting first
   * @throws Exception if nothing was written. Failures that pass (a lost connection, a deadlock,
   *     {@link java.sql.SQLTransientException}, {@link
   *     dev.persistence.core.PersistenceException#isTransient()}) are tried again without end;
   *     others single out the operation that causes them
   */
  void write(List<WriteOperation<K, V>> batch) throws Exception;
}
