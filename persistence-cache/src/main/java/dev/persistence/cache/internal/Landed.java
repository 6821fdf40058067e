package dev.persistence.cache.internal;

import dev.persistence.cache.MissReason;
import org.jspecify.annotations.Nullable;

/**
 * What the readers of a flight get.
 *
 * @param entry the value
 * @param reason why it was no hit; null if it was one
 * @param <V> the values
 */
record Landed<V>(Entry<V> entry, @Nullable MissReason reason) {}
