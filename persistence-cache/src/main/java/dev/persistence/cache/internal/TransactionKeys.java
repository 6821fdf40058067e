package dev.persistence.cache.internal;

import dev.persistence.cache.TransactionHook;
import dev.persistence.core.transaction.TransactionContext;
import dev.persistence.core.transaction.TransactionContext.Completion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The keys that were changed in transactions which are open still: their changes are told after the
 * commit and vanish with a rollback, and until then the transaction's own thread reads them past
 * the tiers. Thread-safe.
 *
 * @param <K> the keys
 */
final class TransactionKeys<K> {

  /** The keys of one transaction. Used by its thread. */
  private final class Changed {
    final Map<K, String> ids = new LinkedHashMap<>();
    final Map<List<String>, String> fences = new LinkedHashMap<>();
    boolean committing;

    void add(Map<K, String> changed) {
      ids.putAll(changed);
      if (committing) {
        fence(List.copyOf(changed.values()));
      }
    }

    /** Runs right before the commit, which a failure prevents. */
    void fenceAll() {
      committing = true;
      fence(List.copyOf(ids.values()));
    }

    private void fence(List<String> fenced) {
      if (strict != null) {
        fences.put(fenced, strict.set(fenced));
      }
    }

    void completed(Completion completion) {
      open.decrementAndGet();
      switch (completion) {
        case COMMITTED -> {
          List<String> open = new ArrayList<>(ids.values());
          fences.forEach(
              (fenced, token) -> {
                changes.committedBehindFence(fenced, token);
                open.removeAll(fenced);
              });
          if (!open.isEmpty()) {
            changes.committed(open);
          }
        }
        case ROLLED_BACK -> {
          if (strict != null) {
            fences.forEach(strict::lift);
          }
        }
        case UNKNOWN -> changes.maybeCommitted(ids.values());
      }
    }
  }

  private final TransactionHook hook;
  private final Changes changes;
  private final @Nullable Fences strict;
  private final AtomicInteger open = new AtomicInteger();

  /**
   * @param strict sets fences before commits, or null if there shall be none
   */
  TransactionKeys(TransactionHook hook, Changes changes, @Nullable Fences strict) {
    this.hook = hook;
    this.changes = changes;
    this.strict = strict;
  }

  /** Tells that the keys are changed: at once, or after the commit of the open transaction. */
  void changed(Map<K, String> ids) {
    TransactionContext transaction = hook.current();
    if (transaction == null) {
      changes.committed(ids.values());
      return;
    }
    Changed changed = here(transaction);
    if (changed.ids.isEmpty() && !changed.committing) {
      open.incrementAndGet();
      transaction.afterCompletion(changed::completed);
      if (strict != null) {
        transaction.beforeCommit(changed::fenceAll);
      }
    }
    changed.add(ids);
  }

  /** Tells whether the key was changed in the transaction that is open on this thread. */
  boolean isChangedHere(K key) {
    if (open.get() == 0) {
      return false;
    }
    TransactionContext transaction = hook.current();
    return transaction != null && here(transaction).ids.containsKey(key);
  }

  /** Tells whether a load on this thread may see what others do not, or not what they do. */
  boolean isLoadPrivate() {
    TransactionContext transaction = hook.current();
    return transaction != null
        && (transaction.mayHaveWritten()
            || transaction.seesSnapshot()
            || (open.get() > 0 && !here(transaction).ids.isEmpty()));
  }

  /** Runs the action at once, or after the commit of the open transaction unless it rolls back. */
  void afterCommit(Runnable action) {
    TransactionContext transaction = hook.current();
    if (transaction == null) {
      action.run();
    } else {
      transaction.afterCompletion(
          completion -> {
            if (completion != Completion.ROLLED_BACK) {
              action.run();
            }
          });
    }
  }

  boolean isTransactionOpen() {
    return hook.current() != null;
  }

  private Changed here(TransactionContext transaction) {
    return transaction.attribute(this, Changed::new);
  }
}
