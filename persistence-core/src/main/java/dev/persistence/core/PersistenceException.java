package dev.persistence.core;

import org.jspecify.annotations.Nullable;

/**
 * The root of all unchecked exceptions that this library throws for a condition outside the
 * caller's code.
 *
 * <p>The message says what happened, why, and what to do. Wrong arguments are an {@link
 * IllegalArgumentException} instead. No message adds a bound value, a password or a connection URL;
 * what a driver says of a failure may be quoted as it is.
 */
public class PersistenceException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient @Nullable Explanation explanation;

  public PersistenceException(Explanation explanation, @Nullable Throwable cause) {
    super(Arguments.notNull("explanation", explanation).toString(), cause);
    this.explanation = explanation;
  }

  /** Returns the message in its three parts; null only after Java serialization. */
  public final @Nullable Explanation explanation() {
    return explanation;
  }

  /**
   * Tells whether the same call may succeed later without a change of program or configuration.
   *
   * <p>Default: false.
   */
  public boolean isTransient() {
    return false;
  }
}
