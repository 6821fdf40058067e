package dev.persistence.lifecycle.retention;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a policy stands, whoever runs it.
 *
 * @param policy its id
 * @param overdue how many rows are there now that are old enough for something that was not done;
 *     -1 if the policy makes no sense, or the database did not tell
 * @param overdueAge for how long the first of these has been; zero if there is none, null if that
 *     is not known
 * @param anonymized how many rows were anonymized by all its runs, as far as these came to an end
 * @param archived how many were moved into the archive
 * @param removed how many are gone for good
 * @param sinceSuccess the time since its last run that did not fail, by the database's clock; null
 *     if there was none
 * @param failure what ended its last run before its end, without a value of a row; null if nothing
 *     did, or there was no run
 */
public record RetentionStatus(
    String policy,
    long overdue,
    @Nullable Duration overdueAge,
    long anonymized,
    long archived,
    long removed,
    @Nullable Duration sinceSuccess,
    @Nullable String failure) {}
