package dev.persistence.routing;

import org.jspecify.annotations.Nullable;

/**
 * Whether a read-only transaction reaches a replica through everything that stands before the
 * routed data source.
 *
 * @param passed whether it did
 * @param text what happened and, if it did not pass, what is in the way
 * @param decision the choice that was made, or null if none was
 */
public record SelfTestResult(boolean passed, String text, @Nullable RouteDecision decision) {

  @Override
  public String toString() {
    return (passed ? "passed: " : "failed: ") + text;
  }
}
