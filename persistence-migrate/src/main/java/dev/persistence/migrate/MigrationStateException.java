package dev.persistence.migrate;

import dev.persistence.core.Explanation;

/** A phase was asked for that the migration's state does not allow; nothing was done. */
public final class MigrationStateException extends MigrationException {

  private static final long serialVersionUID = 1L;

  public MigrationStateException(String version, Explanation explanation) {
    super(version, explanation, null);
  }
}
