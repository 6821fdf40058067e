package dev.persistence.cache.internal;

import dev.persistence.cache.MissReason;
import org.jspecify.annotations.Nullable;

/**
 * What the store had for an id.
 *
 * @param entry what can be used, be it fresh or not; null if nothing can
 * @param stamp of the stored value, or 0 if there is none
 * @param reason why it is a miss if it is one
 * @param <V> the values
 */
record Read<V>(@Nullable Entry<V> entry, long stamp, MissReason reason) {

  static <V> Read<V> nothing() {
    return new Read<>(null, 0, MissReason.COLD);
  }

  static <V> Read<V> useless(long stamp, MissReason reason) {
    return new Read<>(null, stamp, reason);
  }
}
