package dev.persistence.cache.internal;

import org.jspecify.annotations.Nullable;

/**
 * An entry of the near tier with all that a hit compares, side by side. Immutable.
 *
 * @param <V> the values
 */
final class NearEntry<V> {

  /** Stands for the epoch of tags where the entry has none. */
  static final int NO_TAGS = -1;

  final @Nullable V value;
  final int stripe;
  final int stamp;
  final int epoch;
  final int tagEpoch;

  /** From when on a hit has to look closer. */
  final long attentionNanos;

  /** Up to when it answers at all. */
  final long untilNanos;

  final Entry<V> entry;

  NearEntry(Entry<V> entry, NearToken token, long untilNanos, long attentionNanos) {
    this.value = entry.value();
    this.stripe = token.stripe();
    this.stamp = token.stamp();
    this.epoch = token.epoch();
    this.tagEpoch = entry.origin().tagged() ? token.tagEpoch() : NO_TAGS;
    this.untilNanos = untilNanos;
    this.attentionNanos = attentionNanos;
    this.entry = entry;
  }
}
