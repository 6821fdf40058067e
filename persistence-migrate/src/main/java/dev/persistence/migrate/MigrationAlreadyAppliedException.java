package dev.persistence.migrate;

import dev.persistence.core.Explanation;

/** The migration is complete; nothing was done. */
public final class MigrationAlreadyAppliedException extends MigrationException {

  private static final long serialVersionUID = 1L;

  public MigrationAlreadyAppliedException(String version, Explanation explanation) {
    super(version, explanation, null);
  }
}
