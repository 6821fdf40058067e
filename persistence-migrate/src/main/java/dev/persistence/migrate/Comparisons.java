package dev.persistence.migrate;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What was compared until now. Thread-safe; raised by readers and by the thread that compares. */
final class Comparisons {

  private static final int MOST_KEYS = 100;

  private final LongAdder same = new LongAdder();
  private final LongAdder differed = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder dropped = new LongAdder();

  /** Added to by the one thread that compares. */
  private final Set<String> keys = ConcurrentHashMap.newKeySet();

  void same() {
    same.increment();
  }

  void differed(String maskedKey) {
    if (keys.size() < MOST_KEYS) {
      keys.add(maskedKey);
    }
    differed.increment();
  }

  void failed() {
    failed.increment();
  }

  void dropped() {
    dropped.increment();
  }

  ShadowReport report() {
    long differences = differed.sum();
    return new ShadowReport(
        same.sum() + differences, differences, failed.sum(), dropped.sum(), List.copyOf(keys));
  }
}
