package dev.persistence.migrate;

import dev.persistence.core.Explanation;

/** A migration does not fit the database, or would lose data; nothing was done. */
public final class InvalidMigrationException extends MigrationException {

  private static final long serialVersionUID = 1L;

  public InvalidMigrationException(String version, Explanation explanation) {
    super(version, explanation, null);
  }
}
