package dev.persistence.migrate;

import dev.persistence.core.Explanation;

/** Rows were found whose old and new values disagree, and repair did not help. */
public final class VerificationFailedException extends MigrationException {

  private static final long serialVersionUID = 1L;

  private final transient VerifyReport report;

  public VerificationFailedException(String version, Explanation explanation, VerifyReport report) {
    super(version, explanation, null);
    this.report = report;
  }

  /** Returns what was seen, with the keys of the first rows. */
  public VerifyReport report() {
    return report;
  }
}
