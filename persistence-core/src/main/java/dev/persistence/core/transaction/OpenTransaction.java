package dev.persistence.core.transaction;

import dev.persistence.core.Arguments;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The context of one {@link Attempt}: current from its making until it is completed. */
final class OpenTransaction implements TransactionContext {

  private static final Logger LOG = LoggerFactory.getLogger(OpenTransaction.class);

  /** Removed when empty, so that a thread that outlives this library holds nothing of it. */
  private static final ThreadLocal<@Nullable OpenTransaction> INNERMOST = new ThreadLocal<>();

  private final TransactionsConfig config;
  private final Thread thread = Thread.currentThread();
  private final @Nullable OpenTransaction outer = INNERMOST.get();
  private final List<Runnable> beforeCommit = new ArrayList<>(0);
  private final List<Consumer<Completion>> afterCompletion = new ArrayList<>(0);
  private @Nullable IdentityHashMap<Object, Object> attributes;
  private boolean ended;

  private OpenTransaction(TransactionsConfig config) {
    this.config = config;
  }

  static OpenTransaction begin(TransactionsConfig config) {
    OpenTransaction transaction = new OpenTransaction(config);
    INNERMOST.set(transaction);
    return transaction;
  }

  static @Nullable OpenTransaction current() {
    return INNERMOST.get();
  }

  /** Returns whether there was anything to run. */
  boolean runBeforeCommit() {
    for (int i = 0; i < beforeCommit.size(); i++) { // They may register more.
      beforeCommit.get(i).run();
    }
    return !beforeCommit.isEmpty();
  }

  /** Ends the transaction for this thread and tells those who want to know; never fails. */
  void complete(Completion completion) {
    ended = true;
    if (outer == null) {
      INNERMOST.remove();
    } else {
      INNERMOST.set(outer);
    }
    for (Consumer<Completion> action : afterCompletion) {
      try {
        action.accept(completion);
      } catch (Throwable failure) { // The transaction is over: it is nobody's failure any more.
        report(completion, action, failure);
      }
    }
  }

  /** A message may contain what users wrote, so only the place of the failure is told. */
  private static void report(Completion completion, Object action, Throwable failure) {
    StackTraceElement[] trace = failure.getStackTrace();
    LOG.warn(
        "The transaction is {}, but {} after it failed with {} at {}",
        completion,
        action.getClass().getName(),
        failure.getClass().getName(),
        trace.length == 0 ? "an unknown place" : trace[0]);
  }

  @Override
  public @Nullable TransactionContext outer() {
    return outer;
  }

  @Override
  public boolean mayHaveWritten() {
    return !config.readOnly();
  }

  @Override
  public boolean seesSnapshot() {
    return config.isolation() != Isolation.READ_COMMITTED;
  }

  @Override
  public void beforeCommit(Runnable action) {
    checkOpen();
    beforeCommit.add(Arguments.notNull("action", action));
  }

  @Override
  public void afterCompletion(Consumer<Completion> action) {
    checkOpen();
    afterCompletion.add(Arguments.notNull("action", action));
  }

  @Override
  @SuppressWarnings("unchecked") // One owner keeps one type.
  public <T> T attribute(Object owner, Supplier<T> factory) {
    checkOpen();
    Arguments.notNull("owner", owner);
    if (attributes == null) {
      attributes = new IdentityHashMap<>();
    }
    Object known = attributes.get(owner);
    if (known == null) {
      known = Arguments.notNull("attribute", factory.get());
      attributes.put(owner, known);
    }
    return (T) known;
  }

  private void checkOpen() {
    if (ended) {
      throw new IllegalStateException(
          "The transaction has ended, so nothing can be done with it any more. Ask"
              + " TransactionContext.current() each time instead of keeping what it returned.");
    }
    if (thread != Thread.currentThread()) {
      throw new IllegalStateException(
          "The transaction runs on thread \""
              + thread.getName()
              + "\" and cannot be used on another. Register with it on its own thread.");
    }
  }

  @Override
  public String toString() {
    return "transaction@" + Integer.toHexString(System.identityHashCode(this));
  }
}
