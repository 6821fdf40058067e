package dev.persistence.cache;

import org.jspecify.annotations.Nullable;

/**
 * A {@link CacheLoader} that has nothing to tell but the value, such as a repository's method.
 *
 * @param <K> the keys
 * @param <V> the values
 */
@FunctionalInterface
public interface KeyLoader<K, V> extends CacheLoader<K, V> {

  /** Returns the value, or null if there is none, which is remembered too. */
  @Nullable V load(K key) throws Exception;

  @Override
  default @Nullable V load(K key, LoadContext load) throws Exception {
    return load(key);
  }
}
