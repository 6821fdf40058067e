package dev.persistence.migrate;

import java.time.Duration;

/**
 * How far a migration is.
 *
 * @param state where it stands
 * @param rowsFilled rows that backfills have filled
 * @param conflicts writes to both sides that disagreed; the new side won
 * @param oldWrites writes by old clients since the switch
 * @param executionTime of all its phases so far
 */
public record MigrationStatus(
    String version,
    MigrationState state,
    long rowsFilled,
    long conflicts,
    long oldWrites,
    Duration executionTime) {}
