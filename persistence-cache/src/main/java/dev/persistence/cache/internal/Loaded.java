package dev.persistence.cache.internal;

import org.jspecify.annotations.Nullable;

/**
 * What a loader returned, or what is written.
 *
 * @param value null if there is none
 * @param version as the loader told, or -1
 * @param life how long it lives
 * @param <V> the values
 */
record Loaded<V>(@Nullable V value, long version, Frame.Times life) {}
