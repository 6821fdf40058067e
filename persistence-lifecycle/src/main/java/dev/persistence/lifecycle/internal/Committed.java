package dev.persistence.lifecycle.internal;

import dev.persistence.core.transaction.TransactionContext;
import java.util.Objects;

/** What is done once a transaction has not been rolled back. */
public final class Committed {

  private Committed() {}

  /**
   * Runs the action behind the commit of the transaction that runs on this thread, so that a batch
   * which lost to another transaction and ran again counts once.
   */
  public static void then(Runnable action) {
    Objects.requireNonNull(TransactionContext.current())
        .afterCompletion(
            completion -> {
              if (completion != TransactionContext.Completion.ROLLED_BACK) {
                action.run();
              }
            });
  }
}
