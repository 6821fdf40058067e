package dev.persistence.cache;

import java.time.Duration;

/**
 * What a {@link WriteBehindCache} has done since it was built, and what waits now.
 *
 * @param accepted operations that were acknowledged to their callers
 * @param coalesced operations that a newer one of the same key replaced before they were written
 * @param written operations that were written, counted again where a log delivered them again
 * @param batches calls of the writer that succeeded
 * @param failedBatches calls of the writer that failed
 * @param writtenThrough operations that callers wrote, or waited for, since the queue was full
 * @param unreadable entries of the log that could not be decoded and stay in it
 * @param pending keys that wait to be written
 * @param oldestAge how long the longest waiting key has waited
 * @param deadLetters operations that were given up
 */
public record WriteBehindStatistics(
    long accepted,
    long coalesced,
    long written,
    long batches,
    long failedBatches,
    long writtenThrough,
    long unreadable,
    int pending,
    Duration oldestAge,
    int deadLetters) {}
