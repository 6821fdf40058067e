package dev.persistence.core.keyset;

/**
 * The number of rows that the next batch may read: what would have taken the target time, at most
 * twice and at least half as many as before. Not thread-safe.
 */
final class BatchSize {

  private final KeysetWalkerConfig config;
  private int rows;

  BatchSize(KeysetWalkerConfig config) {
    this.config = config;
    this.rows = config.startBatchSize();
  }

  int rows() {
    return rows;
  }

  void took(long nanos) {
    double factor = (double) config.targetBatchTime().toNanos() / Math.max(1, nanos);
    double next = rows * Math.max(0.5, Math.min(2, factor));
    rows = (int) Math.max(config.minBatchSize(), Math.min(config.maxBatchSize(), next));
  }
}
