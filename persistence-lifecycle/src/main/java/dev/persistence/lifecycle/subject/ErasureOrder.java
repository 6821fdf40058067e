package dev.persistence.lifecycle.subject;

import java.util.UUID;

/** Whose data are erased, by which request and rules. Its text does not show the subject. */
record ErasureOrder(UUID request, String subject, String hash, String policy) {

  @Override
  public String toString() {
    return "request " + request;
  }
}
