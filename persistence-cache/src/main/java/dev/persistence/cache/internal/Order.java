package dev.persistence.cache.internal;

import dev.persistence.cache.CacheLoader;
import dev.persistence.cache.store.Tombstone;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to be loaded by one call of a loader.
 *
 * @param ids the ids of the keys
 * @param loader who loads
 * @param claim under which it may be stored; null if nothing of it may be
 * @param positions of the changes that it must see
 * @param <K> the keys
 * @param <V> the values
 */
record Order<K, V>(
    Map<K, String> ids,
    CacheLoader<K, V> loader,
    @Nullable Claim claim,
    Collection<String> positions) {

  /** What a load must see whose key may be changed by nobody knows whom. */
  static final List<String> ANY_CHANGE = List.of(Tombstone.UNKNOWN);
}
