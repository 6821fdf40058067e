package dev.persistence.cache.internal.behind;

import dev.persistence.cache.WriteBehindCacheConfig;

/**
 * What the parts of one cache share.
 *
 * @param room the places for keys that this node accepts
 */
record EngineParts<K, V>(
    WriteBehindCacheConfig config,
    Stripes<K, V> stripes,
    Room room,
    BatchRun<K, V> run,
    Counters counters) {}
