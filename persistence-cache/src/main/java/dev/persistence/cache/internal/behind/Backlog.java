package dev.persistence.cache.internal.behind;

import org.jspecify.annotations.Nullable;

/**
 * What waits in a stripe.
 *
 * @param pending how many keys
 * @param oldestNanos since when the oldest has waited; null if none does
 * @param deadLetters how many were given up
 * @param failures how many batches in a row failed for a reason that will pass
 */
record Backlog(int pending, @Nullable Long oldestNanos, int deadLetters, int failures) {}
