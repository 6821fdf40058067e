package dev.persistence.lifecycle.softdelete;

/**
 * What a purge of soft-deleted rows did.
 *
 * @param deletions how many deletions are gone, with all their rows
 * @param rows how many rows
 * @param kept how many deletions are left as they were, though due: a hold keeps one of their rows,
 *     or a row that is not deleted, or not due yet, leads to one
 */
public record DeletedRowsReport(long deletions, long rows, long kept) {}
