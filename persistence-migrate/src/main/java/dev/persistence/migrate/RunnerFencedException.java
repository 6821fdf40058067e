package dev.persistence.migrate;

import dev.persistence.core.Explanation;

/** This runner has lost its lock to another one; it has changed nothing since. */
public final class RunnerFencedException extends MigrationException {

  private static final long serialVersionUID = 1L;

  public RunnerFencedException(String version, Explanation explanation) {
    super(version, explanation, null);
  }
}
