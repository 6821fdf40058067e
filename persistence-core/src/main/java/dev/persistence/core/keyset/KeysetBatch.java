package dev.persistence.core.keyset;

import dev.persistence.core.sql.SqlFragment;
import java.sql.Connection;
import java.util.List;

/**
 * A run of rows that follow each other in the order of the key, within the transaction in which
 * they were read.
 *
 * <p>Save {@link #cursor()} on {@link #connection()} to make the work and its progress one: after a
 * crash the walk goes on behind the last batch that was committed.
 *
 * @param connection in the batch's transaction; valid only during the visit
 * @param range the condition on the table's rows that selects this batch, the walk's own condition
 *     included: {@code UPDATE … WHERE <range>}. It also holds for a row that was inserted between
 *     the first and the last key since the batch was read
 * @param keys the keys of the rows in order; empty if none of the rows that were read meets the
 *     walk's condition, or if the walk is over ranges only
 * @param cursor the position of the last row that was read, whether it meets the condition or not;
 *     of a walk over ranges only the end of the range, at which there may be no row
 */
public record KeysetBatch(
    Connection connection, SqlFragment range, List<KeysetCursor> keys, KeysetCursor cursor) {}
