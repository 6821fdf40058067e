package dev.persistence.benchmarks.cache;

/** How much is kept and asked for; the same for all. */
final class CacheSize {

  static final int ENTRIES = 16_384;

  /** A power of two. */
  static final int KEYS = 1_024;

  private CacheSize() {}
}
