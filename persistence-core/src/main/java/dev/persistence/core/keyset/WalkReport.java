package dev.persistence.core.keyset;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a walk did. Immutable.
 *
 * @param completed false if it was stopped or interrupted before the end
 * @param scanned rows read; of a walk over ranges only how many they may hold at most
 * @param visited rows among them that met the walk's condition
 * @param batches transactions with at least one row read
 * @param retries how often a batch ran again after it lost to another transaction
 * @param throttled time spent in pauses
 * @param duration of all, pauses included
 * @param cursor position of the last row read, or the end of the last range; the start if there was
 *     none; null if that was the beginning of the table
 */
public record WalkReport(
    boolean completed,
    long scanned,
    long visited,
    long batches,
    long retries,
    Duration throttled,
    Duration duration,
    @Nullable KeysetCursor cursor) {}
