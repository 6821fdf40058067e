package dev.persistence.cache.internal.behind;

import dev.persistence.cache.WriteOperation;
import dev.persistence.cache.log.LogPosition;
import java.util.ArrayList;
import java.util.List;

/**
 * An operation that waits, with the place in the queue that its key has and the entries of the log
 * that are done once it is written: its own, and those of the operations that it replaced.
 *
 * @param sequence the number of the key's place, by which a flush knows what came before it
 * @param sinceNanos since when the key has this place
 * @param attempts how often it failed alone
 * @param notBeforeNanos when it may be tried again
 * @param entries in ascending order; changed only while it waits, under the stripe's lock
 */
record Pending<K, V>(
    WriteOperation<K, V> operation,
    long sequence,
    long sinceNanos,
    int attempts,
    long notBeforeNanos,
    List<LogPosition> entries) {

  K key() {
    return operation.key();
  }

  /** Returns this newer operation in the place of an older one of its key. */
  Pending<K, V> inPlaceOf(Pending<K, V> older) {
    List<LogPosition> both = older.entries;
    if (!entries.isEmpty()) {
      if (both.isEmpty()) {
        both = new ArrayList<>();
      }
      both.addAll(entries);
    }
    return new Pending<>(
        operation.firstSeen(older.operation.firstSeen()),
        older.sequence,
        older.sinceNanos,
        attempts,
        notBeforeNanos,
        both);
  }

  /** Returns this operation after one more failure of its own. */
  Pending<K, V> failed(long notBefore) {
    return new Pending<>(operation, sequence, sinceNanos, attempts + 1, notBefore, entries);
  }
}
