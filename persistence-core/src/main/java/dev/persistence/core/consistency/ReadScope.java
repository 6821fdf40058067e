package dev.persistence.core.consistency;

import dev.persistence.core.Arguments;
import org.jspecify.annotations.Nullable;

/**
 * A block of code whose reads share one {@link Consistency}, stronger than any other sign of
 * intent.
 *
 * <pre>{@code
 * try (ReadScope scope = ReadScope.open(Consistency.bounded(Duration.ofSeconds(2)))) {
 *   report.render();
 * }
 * }</pre>
 *
 * <p>Bound to the thread that opened it; scopes nest, the innermost counts. A transaction whose
 * first statement runs inside a scope is taken for a read, and so is each statement in auto-commit
 * mode, even where nobody called {@code setReadOnly(true)}: a write inside it fails on a replica.
 * {@link ConsistencyContext} carries a scope to another thread.
 */
public final class ReadScope implements AutoCloseable {

  static final ThreadStack<Consistency> OPEN = new ThreadStack<>();

  private final ThreadStack.Frame<Consistency> frame;

  private ReadScope(Consistency consistency) {
    this.frame = OPEN.push(consistency);
  }

  /** Opens a scope on the current thread; the caller closes it on the same thread. */
  public static ReadScope open(Consistency consistency) {
    return new ReadScope(Arguments.notNull("consistency", consistency));
  }

  /** Returns what the innermost open scope of this thread demands, or null outside of any. */
  public static @Nullable Consistency current() {
    return OPEN.current();
  }

  /**
   * Ends the scope and makes the one around it current again; a second call does nothing.
   *
   * @throws IllegalStateException if a scope was left open inside this one, which is then ended
   *     with it, or if this one was opened on another thread
   */
  @Override
  public void close() {
    OPEN.pop(frame);
  }
}
