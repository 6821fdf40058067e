package dev.persistence.cache;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a cache does not have from where it really is.
 *
 * <p>Called on a thread of the cache, in the {@link dev.persistence.core.consistency.Session} of
 * who asked and under a read scope that is at least as fresh as the last invalidation; inside a
 * transaction that may have written, on the caller's thread. After the hard deadline the thread is
 * interrupted and the result is dropped. Thread-safe.
 *
 * @param <K> the keys
 * @param <V> the values
 */
@FunctionalInterface
public interface CacheLoader<K, V> {

  /**
   * Returns the value, or null if there is none, which is remembered too.
   *
   * @param load what the loader can tell about the value
   */
  @Nullable V load(K key, LoadContext load) throws Exception;

  /**
   * Returns the values of all keys that have one. The default loads one after the other; one
   * statement for all is better.
   */
  default Map<K, V> loadAll(Map<K, LoadContext> loads) throws Exception {
    Map<K, V> values = new HashMap<>();
    for (Map.Entry<K, LoadContext> load : loads.entrySet()) {
      V value = load(load.getKey(), load.getValue());
      if (value != null) {
        values.put(load.getKey(), value);
      }
    }
    return values;
  }
}
