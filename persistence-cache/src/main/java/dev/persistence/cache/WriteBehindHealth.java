package dev.persistence.cache;

/**
 * Whether a {@link WriteBehindCache} gets its writes done.
 *
 * @param healthy false while the database does not take writes, while there are dead letters or
 *     unreadable entries, or while the queue is full
 * @param detail why it is not healthy, for people; empty if it is
 * @param lossBound what is lost at most when this process is killed, for people
 * @param statistics the numbers behind it
 */
public record WriteBehindHealth(
    boolean healthy, String detail, String lossBound, WriteBehindStatistics statistics) {}
