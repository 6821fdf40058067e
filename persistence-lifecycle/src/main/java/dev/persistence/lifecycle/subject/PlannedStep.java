package dev.persistence.lifecycle.subject;

import dev.persistence.core.sql.TableName;
import org.jspecify.annotations.Nullable;

/**
 * What an erasure would do with rows of one table now.
 *
 * @param table null for a store that is no database
 * @param rows how many rows; -1 if the store cannot tell
 * @param held how many of them stay, since a legal hold keeps them
 * @param because why rows are kept, or the foreign key by which they are detached; null if neither
 */
public record PlannedStep(
    @Nullable TableName table, Action action, long rows, long held, @Nullable String because) {}
