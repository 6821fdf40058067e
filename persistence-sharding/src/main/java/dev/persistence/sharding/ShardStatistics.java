package dev.persistence.sharding;

import java.time.Duration;

/**
 * What one shard has done for a {@link ShardedDataSource} since it was built.
 *
 * @param answers scattered queries that it has answered, from itself or its replica
 * @param answerTime how long all of these took until the first rows came
 * @param missing scattered queries that it gave no answer to, or not all of it
 * @param hedges scattered queries that were asked of its replica as well
 * @param hedgesWon those of them that the replica has answered first
 * @param moved units of work that it refused since their key has moved
 */
public record ShardStatistics(
    long answers, Duration answerTime, long missing, long hedges, long hedgesWon, long moved) {}
