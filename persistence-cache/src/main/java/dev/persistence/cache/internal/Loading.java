package dev.persistence.cache.internal;

/**
 * What reads need to load values.
 *
 * @param misses finds what no tier has
 * @param refreshes loads ahead of the expiry
 * @param backoffs keys whose loader failed of late
 * @param arrivals waits for flights
 * @param <K> the keys
 * @param <V> the values
 */
record Loading<K, V>(
    Misses<K, V> misses, Refreshes<K, V> refreshes, Backoffs<K> backoffs, Arrivals<V> arrivals) {}
