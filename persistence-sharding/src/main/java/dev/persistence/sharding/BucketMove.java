package dev.persistence.sharding;

/**
 * Neighbouring buckets that have another owner in a later map.
 *
 * @param range the buckets
 * @param from the shard that has them
 * @param to the shard that will have them
 */
public record BucketMove(BucketRange range, String from, String to) {}
