package dev.persistence.cache;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A writer over a map, with batches that can be held up or refused, all or for one's sake. */
final class FakeDatabase<K, V> implements BatchWriter<K, V> {

  final Map<K, V> rows = new ConcurrentHashMap<>();
  final List<List<WriteOperation<K, V>>> batches = new CopyOnWriteArrayList<>();
  final AtomicInteger calls = new AtomicInteger();
  final AtomicInteger inside = new AtomicInteger();
  volatile Predicate<WriteOperation<K, V>> poison = operation -> false;
  volatile @Nullable Exception outage;
  private volatile CountDownLatch gate = new CountDownLatch(0);

  @Override
  public void write(List<WriteOperation<K, V>> batch) throws Exception {
    calls.incrementAndGet();
    inside.incrementAndGet();
    try {
      if (!gate.await(30, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the gate stayed shut");
      }
      Exception down = outage;
      if (down != null) {
        throw down;
      }
      if (batch.stream().anyMatch(poison)) {
        throw new IllegalArgumentException("poison");
      }
      batches.add(List.copyOf(batch));
      for (WriteOperation<K, V> each : batch) {
        V value = each.value();
        if (value == null) {
          rows.remove(each.key());
        } else {
          rows.put(each.key(), value);
        }
      }
    } finally {
      inside.decrementAndGet();
    }
  }

  /** Holds up all calls until {@link #open}. */
  void shut() {
    gate = new CountDownLatch(1);
  }

  void open() {
    gate.countDown();
  }

  /** Returns what was written of a key, in order; null for a removal. */
  List<@Nullable V> historyOf(K key) {
    List<@Nullable V> history = new ArrayList<>();
    for (List<WriteOperation<K, V>> batch : batches) {
      for (WriteOperation<K, V> each : batch) {
        if (each.key().equals(key)) {
          history.add(each.value());
        }
      }
    }
    return Collections.unmodifiableList(history);
  }
}
