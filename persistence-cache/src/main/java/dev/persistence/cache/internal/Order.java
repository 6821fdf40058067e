package dev.persistence.cache.internal;

import dev.persistence.cache.CacheLoader;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to be loaded by one call of a loader.
 *
 * @param ids the ids of the keys
 * @param loader who loads
 * @param token of the leases; null if nothing of it may be stored
 * @param positions of the changes that it must see
 * @param <K> the keys
 * @param <V> the values
 */
record Order<K, V>(
    Map<K, String> ids,
    CacheLoader<K, V> loader,
    @Nullable String token,
    Collection<String> positions) {}
