package dev.persistence.lifecycle.purge;

/**
 * What a purge did.
 *
 * @param removed how many rows are gone, those of earlier runs that it went on with included
 * @param kept how many rows that are old enough were left, since a hold keeps them, another row
 *     leads to them, or somebody had them locked to the end
 * @param completed false if the thread was interrupted; the next run goes on from there
 */
public record PurgeReport(long removed, long kept, boolean completed) {}
