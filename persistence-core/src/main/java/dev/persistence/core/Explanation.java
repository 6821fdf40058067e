package dev.persistence.core;

/**
 * The three sentences that every failure of this library carries: what happened, why, and what to
 * do about it.
 *
 * <p>Exceptions that must be a {@link java.sql.SQLException} for their caller use the text of an
 * explanation as their message; all others are a {@link PersistenceException}. Immutable.
 *
 * @param what what happened, without a final full stop
 * @param why the cause, as far as it is known
 * @param remedy what the reader can do
 */
public record Explanation(String what, String why, String remedy) {

  public Explanation {
    Arguments.notNull("what", what);
    Arguments.notNull("why", why);
    Arguments.notNull("remedy", remedy);
  }

  /** Returns the message for a log line or an exception: {@code what: why. remedy.} */
  @Override
  public String toString() {
    return what + ": " + why + ". " + remedy + ".";
  }
}
