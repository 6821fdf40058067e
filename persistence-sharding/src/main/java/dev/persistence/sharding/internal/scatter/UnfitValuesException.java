package dev.persistence.sharding.internal.scatter;

import dev.persistence.core.Explanation;

/** Values of rows that cannot be compared or added; on its way to who asked for that. */
final class UnfitValuesException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Explanation explanation;

  UnfitValuesException(Explanation explanation) {
    super(explanation.toString());
    this.explanation = explanation;
  }

  Explanation explanation() {
    return explanation;
  }
}
