package dev.persistence.migrate;

import java.time.Duration;

/**
 * How far a migration is.
 *
 * @param state where it stands
 * @param rowsFilled rows that backfills have filled
 * @param rowsExpected rows of the tables that are filled, once for each change that fills them, as
 *     the statistics of the database have it; some may need nothing. -1 while that is not known,
 *     and where the migration is not under way
 * @param conflicts writes to both sides that disagreed; the new side won
 * @param oldWrites writes by old clients since the switch
 * @param oldInstances instances that were seen just now and are older than the migration, while it
 *     is under way
 * @param executionTime of all its phases so far
 */
public record MigrationStatus(
    String version,
    MigrationState state,
    long rowsFilled,
    long rowsExpected,
    long conflicts,
    long oldWrites,
    long oldInstances,
    Duration executionTime) {}
