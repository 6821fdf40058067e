package dev.persistence.migrate;

import dev.persistence.core.Explanation;

/** There is evidence that what a phase would drop is still in use, so nothing was dropped. */
public final class GateRefusedException extends MigrationException {

  private static final long serialVersionUID = 1L;

  public GateRefusedException(String version, Explanation explanation) {
    super(version, explanation, null);
  }
}
