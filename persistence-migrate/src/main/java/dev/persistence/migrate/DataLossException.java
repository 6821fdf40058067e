package dev.persistence.migrate;

import dev.persistence.core.Explanation;

/** Aborting would lose what only the new columns hold, and nobody has accepted that. */
public final class DataLossException extends MigrationException {

  private static final long serialVersionUID = 1L;

  public DataLossException(String version, Explanation explanation) {
    super(version, explanation, null);
  }
}
