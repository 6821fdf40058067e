package dev.persistence.cache.internal.behind;

import java.util.concurrent.atomic.LongAdder;

/** What a write-behind cache counts. Thread-safe. */
final class Counters {
  final LongAdder accepted = new LongAdder();
  final LongAdder coalesced = new LongAdder();
  final LongAdder written = new LongAdder();
  final LongAdder batches = new LongAdder();
  final LongAdder failedBatches = new LongAdder();
  final LongAdder writtenThrough = new LongAdder();
  final LongAdder unreadable = new LongAdder();
}
