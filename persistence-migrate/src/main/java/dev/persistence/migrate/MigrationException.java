package dev.persistence.migrate;

import dev.persistence.core.Explanation;
import dev.persistence.core.PersistenceException;
import org.jspecify.annotations.Nullable;

/** A migration cannot go on; what has been done stays, and the same call goes on from there. */
public class MigrationException extends PersistenceException {

  private static final long serialVersionUID = 1L;

  private final String version;

  public MigrationException(String version, Explanation explanation, @Nullable Throwable cause) {
    super(explanation, cause);
    this.version = version;
  }

  /** Returns the version of the migration; empty where the failure is of none. */
  public final String version() {
    return version;
  }
}
