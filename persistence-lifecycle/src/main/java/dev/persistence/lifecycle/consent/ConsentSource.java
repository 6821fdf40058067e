package dev.persistence.lifecycle.consent;

import dev.persistence.core.Arguments;

/**
 * By what a person has said yes or no, and to which text.
 *
 * @param source where it was said, such as a form and its version: 1 to 500 characters; it stays
 *     when the person is erased, and so holds no personal value
 * @param policy the version of the text that the person was shown: 1 to 100 characters
 */
public record ConsentSource(String source, String policy) {

  public ConsentSource {
    Arguments.inRange("length of source", Arguments.notBlank("source", source).length(), 1, 500);
    Arguments.inRange("length of policy", Arguments.name("policy", policy).length(), 1, 100);
  }
}
