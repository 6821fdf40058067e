package dev.persistence.lifecycle.purge;

/**
 * What a purge would do now.
 *
 * @param removable how many rows would go
 * @param kept how many rows that are old enough would stay, since a hold keeps them or another row
 *     leads to them
 */
public record PurgePreview(long removable, long kept) {}
