package dev.persistence.routing.internal;

import dev.persistence.routing.internal.classifier.Classifier;
import dev.persistence.routing.internal.classifier.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * What the text of the statement that is about to run says about its place; nothing at all without
 * {@code autoRoute}. Used by one thread, for one connection.
 */
final class TextVeto {

  private final @Nullable Classifier classifier;
  private String sql = "";
  private @Nullable Verdict verdict;

  /** Whether a statement may have left something in the session on the primary. */
  private boolean sessionChanged;

  TextVeto(@Nullable Classifier classifier) {
    this.classifier = classifier;
  }

  /**
   * Looks at the text of the statement that comes next.
   *
   * @param text empty for a call that is no statement, or whose text is not known
   */
  void lookAt(String text) {
    if (classifier == null) {
      return;
    }
    sql = text;
    verdict = text.isEmpty() ? null : classifier.classify(text);
    sessionChanged |= verdict != null && verdict.mayChangeSession();
  }

  /** Tells whether the text alone makes it a read. */
  boolean isRead() {
    return verdict == Verdict.READ && !sessionChanged;
  }

  /** Tells whether the statement belongs on the primary whatever was declared. */
  boolean isVeto() {
    return sessionChanged || (verdict != null && verdict != Verdict.READ);
  }

  /** Takes in that a replica refused the statement as a write, which its text does not show. */
  void refuted() {
    if (classifier != null) {
      classifier.refuted(sql);
      verdict = Verdict.WRITE;
    }
  }
}
