package dev.persistence.lifecycle.anonymize;

import dev.persistence.lifecycle.internal.KeyedHash;
import org.jspecify.annotations.Nullable;

/**
 * Whose value is masked, and under which key. Its text does not show the subject.
 *
 * @param subject as text; null if it is nobody's
 */
record Person(KeyedHash hash, @Nullable String subject) {

  /** Returns by what our books name the subject. */
  @Nullable String pseudonym() {
    return subject == null ? null : hash.pseudonym(subject);
  }

  @Override
  public String toString() {
    return subject == null ? "nobody" : "somebody";
  }
}
