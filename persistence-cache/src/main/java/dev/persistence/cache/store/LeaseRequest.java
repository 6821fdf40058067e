package dev.persistence.cache.store;

import java.time.Duration;

/**
 * A wish to load one id.
 *
 * @param id what to load
 * @param token names the lease; never used before for this id
 * @param duration after which the lease is free for others
 * @param seenStamp of the value that is there but no good to who asks, or 0 if there was none:
 *     another value is an answer in itself
 */
public record LeaseRequest(String id, String token, Duration duration, long seenStamp) {}
