package dev.persistence.benchmarks.cache;

import org.jspecify.annotations.Nullable;

/** A cache that holds values in this process. */
interface NearCache extends AutoCloseable {

  @Nullable String get(Long key);

  void put(Long key, String value);

  @Override
  default void close() {}
}
