package dev.persistence.routing.internal.classifier;

import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The verdicts on the texts seen last, at most {@value #SIZE} of at most {@value #LONGEST_TEXT}
 * characters. Thread-safe without a lock: entries are immutable, and two threads that write the
 * same slot lose one verdict, which is then found again.
 */
final class VerdictCache {

  private static final int SIZE = 2048;
  private static final int LONGEST_TEXT = 4096;

  /** So many neighbouring slots may hold a text. */
  private static final int WAYS = 4;

  private record Entry(String sql, Verdict verdict) {}

  private final @Nullable Entry[] entries = new @Nullable Entry[SIZE];

  /** Returns the verdict on an equal text, or null; fastest for the very same string. */
  @SuppressWarnings("ReferenceEquality") // Only a short cut: equal texts are compared after it.
  @Nullable Verdict get(String sql) {
    int hash = sql.hashCode();
    for (int way = 0; way < WAYS; way++) {
      Entry entry = entries[slot(hash, way)];
      if (entry != null && (entry.sql == sql || isEqual(entry.sql, sql, hash))) {
        return entry.verdict;
      }
    }
    return null;
  }

  private static boolean isEqual(String known, String sql, int hash) {
    return known.hashCode() == hash && known.equals(sql);
  }

  void put(String sql, Verdict verdict) {
    if (sql.length() > LONGEST_TEXT) {
      return;
    }
    int hash = sql.hashCode();
    int chosen = slot(hash, ThreadLocalRandom.current().nextInt(WAYS));
    for (int way = 0; way < WAYS; way++) {
      int slot = slot(hash, way);
      Entry entry = entries[slot];
      if (entry == null || isEqual(entry.sql, sql, hash)) {
        chosen = slot;
        break;
      }
    }
    entries[chosen] = new Entry(sql, verdict);
  }

  private static int slot(int hash, int way) {
    return (hash ^ hash >>> 16) + way & SIZE - 1;
  }
}
