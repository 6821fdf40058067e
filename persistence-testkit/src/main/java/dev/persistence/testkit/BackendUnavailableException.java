package dev.persistence.testkit;

import dev.persistence.core.Explanation;
import dev.persistence.core.PersistenceException;
import org.jspecify.annotations.Nullable;

/**
 * A test server that cannot be had here: no binaries for this platform, no archive or no driver on
 * the class path.
 *
 * <p>The remedy names the artifact to add. The JUnit extension turns it into a skipped test class,
 * or into a failure when the system property {@code persistence.testkit.require} is {@code true}.
 */
public final class BackendUnavailableException extends PersistenceException {

  private static final long serialVersionUID = 1L;

  public BackendUnavailableException(Explanation explanation, @Nullable Throwable cause) {
    super(explanation, cause);
  }
}
