package dev.persistence.lifecycle.subject;

import org.jspecify.annotations.Nullable;

/**
 * What an erasure did with rows of one table.
 *
 * @param table its name without a schema; empty for a store that is no database
 * @param rows how many rows are deleted, anonymized or detached, by all runs of the request
 * @param kept how many rows of the subject are there as they were
 * @param because why these are kept, or null if none is
 */
public record TableErasure(
    String table, Action action, long rows, long kept, @Nullable String because) {}
