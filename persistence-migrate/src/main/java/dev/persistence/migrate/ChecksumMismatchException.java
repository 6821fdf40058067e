package dev.persistence.migrate;

import dev.persistence.core.Explanation;

/** A migration's text is no longer that with which it began; nothing was done. */
public final class ChecksumMismatchException extends MigrationException {

  private static final long serialVersionUID = 1L;

  public ChecksumMismatchException(String version, Explanation explanation) {
    super(version, explanation, null);
  }
}
