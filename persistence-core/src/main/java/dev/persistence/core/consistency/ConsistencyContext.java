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

  private ConsistencyContext(Session session, @Nullable Consistency scope) {
    this.session = session;
    this.scope = scope;
  }

  /** Captures what is current on this thread. */
  public static ConsistencyContext capture() {
    return new ConsistencyContext(Session.current(), ReadScope.current());
  }

  /** Puts the context in force on the current thread; the caller closes the binding there. */
  public Binding bind() {
    ThreadStack.Frame<Session> boundSession = Session.OPEN.push(session);
    if (scope == null) {
      return () -> Session.OPEN.pop(boundSession);
    }
    ThreadStack.Frame<Consistency> boundScope = ReadScope.OPEN.push(scope);
    return () -> {
      ReadScope.OPEN.pop(boundScope);
      Session.OPEN.pop(boundSession);
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
