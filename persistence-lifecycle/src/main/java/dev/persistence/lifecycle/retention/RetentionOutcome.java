package dev.persistence.lifecycle.retention;

import dev.persistence.lifecycle.internal.Told;
import org.jspecify.annotations.Nullable;

/**
 * What a job did by one policy. Its text does not show the message of a database.
 *
 * @param policy its id
 * @param anonymized how many rows
 * @param archived how many rows were moved into the archive
 * @param removed how many rows are gone for good
 * @param overdue how many rows are left that are old enough for something that was not done: a hold
 *     keeps them, another row leads to them, somebody had them locked, or the policy failed; -1 if
 *     the policy makes no sense, or the database did not tell
 * @param failure what ended the policy before its end, or null
 */
public record RetentionOutcome(
    String policy,
    long anonymized,
    long archived,
    long removed,
    long overdue,
    @Nullable Exception failure) {

  public boolean succeeded() {
    return failure == null;
  }

  @Override
  public String toString() {
    return "RetentionOutcome[policy=%s, anonymized=%d, archived=%d, removed=%d, overdue=%d, "
            .formatted(policy, anonymized, archived, removed, overdue)
        + "failure=%s]".formatted(Told.of(failure));
  }
}
