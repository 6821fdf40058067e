package dev.persistence.lifecycle.retention;

import dev.persistence.core.Arguments;
import java.util.List;

/**
 * What a job did, policy by policy.
 *
 * @param completed false if the thread was interrupted, so that policies are missing, and the one
 *     that was under way has failed
 */
public record RetentionReport(List<RetentionOutcome> outcomes, boolean completed) {

  public RetentionReport {
    outcomes = Arguments.listOf("outcomes", outcomes);
  }

  /** Returns the policies that failed; all others that are in the report are done. */
  public List<RetentionOutcome> failures() {
    return outcomes.stream().filter(outcome -> !outcome.succeeded()).toList();
  }

  /** Returns how many rows are overdue, as far as that is known. */
  public long overdue() {
    return outcomes.stream().mapToLong(outcome -> Math.max(0, outcome.overdue())).sum();
  }
}
