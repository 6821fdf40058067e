package dev.persistence.testkit.history;

/**
 * An operation that breaks a guarantee, told for people.
 *
 * @param guarantee that is broken
 * @param session that was promised it
 * @param sentence what was done, what was seen and why that is wrong
 * @param timeLine the operations on the keys in question, one row each, one column for each session
 */
public record Violation(Guarantee guarantee, String session, String sentence, String timeLine) {

  @Override
  public String toString() {
    return guarantee + " violated: " + sentence + System.lineSeparator() + timeLine;
  }
}
