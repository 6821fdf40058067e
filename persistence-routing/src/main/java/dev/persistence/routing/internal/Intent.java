package dev.persistence.routing.internal;

import dev.persistence.core.consistency.Consistency;
import dev.persistence.core.consistency.ReadScope;
import dev.persistence.routing.RouteReason;
import dev.persistence.routing.internal.classifier.Classifier;
import dev.persistence.routing.internal.classifier.Verdict;
import java.sql.Connection;
import org.jspecify.annotations.Nullable;

/**
 * What the work that comes next wants: declared by a read scope or by the read-only flag, or, with
 * {@code autoRoute}, seen from the text of a statement, which may also veto. Used by one thread,
 * for one connection.
 */
final class Intent {

  private final RememberedSettings settings;
  private final Consistency ofReadOnly;
  private final @Nullable Classifier classifier;
  private String sql = "";
  private @Nullable Verdict verdict;

  /** Whether a statement may have left something in the session on the primary. */
  private boolean sessionChanged;

  Intent(RememberedSettings settings, Router router) {
    this.settings = settings;
    this.ofReadOnly = router.cluster().config().consistency();
    this.classifier = router.classifier();
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

  /**
   * Tells whether the text alone makes it a read. Inside a transaction a read may follow that needs
   * what the transaction will have written.
   */
  boolean isReadByText() {
    return verdict == Verdict.READ && !sessionChanged && settings.autoCommit();
  }

  private boolean isDeclaredRead() {
    return ReadScope.current() != null || settings.readOnly();
  }

  /** Tells whether the statement belongs on the primary whatever was declared. */
  boolean isVeto() {
    return sessionChanged || (verdict != null && verdict != Verdict.READ);
  }

  /**
   * Lets the classifier learn from a connection to the primary on which the statement is to run.
   */
  void learn(Connection physical, long nowNanos) {
    if (classifier != null && verdict != null) {
      classifier.learn(verdict, physical, nowNanos);
    }
  }

  /** Takes in that a replica refused the statement as a write, which its text does not show. */
  void refuted() {
    if (classifier != null) {
      classifier.refuted(sql);
      verdict = Verdict.WRITE;
    }
  }

  /** Returns the freshness that a read demands, or null for work that belongs on the primary. */
  @Nullable Consistency demand() {
    Consistency scope = ReadScope.current();
    if (scope == null && (settings.readOnly() || isReadByText())) {
      scope = ofReadOnly;
    }
    boolean replicaAllowed =
        scope != null
            && scope.level() != Consistency.Level.PRIMARY
            && !settings.isSerializable()
            && !isVeto();
    return replicaAllowed ? scope : null;
  }

  /** Returns why the work belongs on the primary, if {@link #demand} is null. */
  RouteReason primaryReason() {
    if (isVeto()) {
      return RouteReason.VETOED;
    }
    if (!isDeclaredRead() && !isReadByText()) {
      return RouteReason.WRITE;
    }
    return settings.isSerializable() ? RouteReason.SERIALIZABLE : RouteReason.PRIMARY_DEMANDED;
  }

  /** An eventual read promises nothing to the reads after it. */
  static boolean isEventual() {
    Consistency scope = ReadScope.current();
    return scope != null && scope.level() == Consistency.Level.EVENTUAL;
  }
}
