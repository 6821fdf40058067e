package dev.persistence.cache;

import dev.persistence.core.transaction.TransactionContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A transaction whose end the test decides; open on the thread that began it. */
final class ModelTransaction implements TransactionContext {

  private static final ThreadLocal<@Nullable ModelTransaction> OPEN = new ThreadLocal<>();

  private final List<Runnable> before = new ArrayList<>();
  private final List<Consumer<Completion>> after = new ArrayList<>();
  private final Map<Object, Object> attributes = new HashMap<>();

  static ModelTransaction begin() {
    ModelTransaction begun = new ModelTransaction();
    OPEN.set(begun);
    return begun;
  }

  static @Nullable TransactionContext open() {
    return OPEN.get();
  }

  /** Does the work and commits. */
  void commit(Runnable work) {
    before.forEach(Runnable::run);
    work.run();
    end(Completion.COMMITTED);
  }

  /** Does the work and commits, and then the process is gone. */
  void commitAndDie(Runnable work) {
    before.forEach(Runnable::run);
    work.run();
    OPEN.remove();
  }

  void rollBack() {
    end(Completion.ROLLED_BACK);
  }

  /** Ends with a commit of which nobody knows whether it happened. */
  void endUnknown() {
    end(Completion.UNKNOWN);
  }

  private void end(Completion completion) {
    OPEN.remove();
    after.forEach(action -> action.accept(completion));
  }

  @Override
  public boolean mayHaveWritten() {
    return true;
  }

  @Override
  public boolean seesSnapshot() {
    return false;
  }

  @Override
  public void beforeCommit(Runnable action) {
    before.add(action);
  }

  @Override
  public void afterCompletion(Consumer<Completion> action) {
    after.add(action);
  }

  @Override
  @SuppressWarnings("unchecked") // One type for each owner, as the contract has it.
  public <T> T attribute(Object owner, Supplier<T> factory) {
    return (T) attributes.computeIfAbsent(owner, any -> factory.get());
  }
}
