package dev.persistence.cache;

/**
 * Writes what is put into a write-through cache to where it really is.
 *
 * <p>Called on the thread that puts, before anybody can see the value in the cache. Thread-safe.
 *
 * @param <K> the keys
 * @param <V> the values
 */
@FunctionalInterface
public interface CacheWriter<K, V> {

  /** Writes the value; what it throws is thrown by {@link TieredCache#put}. */
  void write(K key, V value) throws Exception;

  /**
   * Deletes the value.
   *
   * @throws UnsupportedOperationException by default
   */
  default void delete(K key) throws Exception {
    throw new UnsupportedOperationException(
        "The writer of this cache cannot delete; implement CacheWriter.delete");
  }
}
