package dev.persistence.lifecycle;

import dev.persistence.core.Arguments;

/**
 * Who does something to data, and why; kept in the books of this library.
 *
 * @param reason 1 to 500 characters; holds no personal value of the row
 * @param actor 1 to 200 characters
 */
public record Attribution(String reason, String actor) {

  public Attribution {
    Arguments.inRange("length of reason", Arguments.notBlank("reason", reason).length(), 1, 500);
    Arguments.inRange("length of actor", Arguments.notBlank("actor", actor).length(), 1, 200);
  }
}
