package dev.persistence.cache.internal;

import org.jspecify.annotations.Nullable;

/**
 * An entry of the near tier with all that a hit compares, side by side. Immutable, but for what is
 * noted to compare less the next time.
 *
 * @param <V> the values
 */
final class NearEntry<V> {

  final @Nullable V value;

  /** From when on a hit has to look closer. */
  final long attentionNanos;

  /** Up to when it answers at all. */
  final long untilNanos;

  final Entry<V> entry;
  final NearToken token;

  /** The count of all changes up to which the entry is known to be trusted. */
  private volatile long trustedUpTo = -1;

  NearEntry(Entry<V> entry, NearToken token, long untilNanos, long attentionNanos) {
    this.value = entry.value();
    this.untilNanos = untilNanos;
    this.attentionNanos = attentionNanos;
    this.entry = entry;
    this.token = token;
  }

  boolean isTrustedUpTo(long changes) {
    return trustedUpTo == changes;
  }

  /**
   * Notes that the entry was found to be trusted after this count of all changes was read. An older
   * count that comes later costs another look, no more.
   */
  void trustUpTo(long changes) {
    trustedUpTo = changes;
  }
}
