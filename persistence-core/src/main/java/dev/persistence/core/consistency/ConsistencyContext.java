package dev.persistence.core.consistency;

import dev.persistence.core.Arguments;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * The session and the read scope of one moment, to be carried to another thread.
 *
 * <pre>{@code
 * executor.submit(ConsistencyContext.capture().wrap(() -> repository.load(id)));
 * }</pre>
 *
 * <p>Immutable; may be bound on any number of threads at once.
 */
public final class ConsistencyContext {

  /** A context in force on the current thread until it is closed there. */
  public interface Binding extends AutoCloseable {
    @Override
    void close();
  }

  private final Session session;
  private final @Nullable Consistency scope;
  private final ThreadStack.@Nullable Frame<Session> openSession;
  private final ThreadStack.@Nullable Frame<Consistency> openScope;

  private ConsistencyContext() {
    this.session = Session.current();
    this.scope = ReadScope.current();
    this.openSession = Session.OPEN.top();
    this.openScope = ReadScope.OPEN.top();
  }

  /** Captures what is current on this thread. */
  public static ConsistencyContext capture() {
    return new ConsistencyContext();
  }

  /**
   * Puts exactly this context in force on the current thread, in place of whatever is open there.
   *
   * <p>For frameworks that save the context of a thread by {@link #capture()}, set another one, and
   * set the saved one again; applications {@link #bind()}, which closes what it has opened. On the
   * thread where the context was captured, what was open then can be closed again as usual.
   */
  public void restore() {
    if (openSession == null && !Session.isOfThisThread(session)) {
      Session.OPEN.restore(null);
      Session.OPEN.push(session);
    } else {
      Session.OPEN.restore(openSession);
    }
    ReadScope.OPEN.restore(openScope);
  }

  /** Leaves the current thread with its own session and without a read scope. */
  public static void clear() {
    Session.OPEN.restore(null);
    ReadScope.OPEN.restore(null);
  }

  /**
   * Puts the context in force on the current thread, in the place of whatever is in force there;
   * the caller closes the binding there. A context that was captured outside of any read scope
   * suspends the one of this thread.
   */
  public Binding bind() {
    ThreadStack.Frame<Session> boundSession = Session.OPEN.push(session);
    ThreadStack.Frame<Consistency> boundScope = ReadScope.OPEN.push(scope);
    return () -> {
      try {
        ReadScope.OPEN.pop(boundScope);
      } finally {
        Session.OPEN.pop(boundSession);
      }
    };
  }

  /** Returns a task that runs under this context. */
  public Runnable wrap(Runnable task) {
    Arguments.notNull("task", task);
    return () -> {
      try (Binding ignored = bind()) {
        task.run();
      }
    };
  }

  /** Returns a task that runs under this context. */
  public <T extends @Nullable Object> Callable<T> wrapCallable(Callable<T> task) {
    Arguments.notNull("task", task);
    return () -> {
      try (Binding ignored = bind()) {
        return task.call();
      }
    };
  }
}
