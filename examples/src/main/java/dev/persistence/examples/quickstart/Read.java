package dev.persistence.examples.quickstart;

/**
 * One read of a session's own row.
 *
 * @param nanos how long it took, from asking for a connection to the row
 * @param stale whether the row was older than what the session had written
 * @param onReplica whether a replica served it
 */
record Read(long nanos, boolean stale, boolean onReplica) {}
