package dev.persistence.core.micrometer;

import dev.persistence.core.consistency.ConsistencyContext;
import io.micrometer.context.ThreadLocalAccessor;

/**
 * The session and the read scope as one of the thread-bound values that Micrometer's context
 * propagation carries to other threads.
 *
 * <p>On the class path it is found by {@link java.util.ServiceLoader} wherever {@code
 * io.micrometer:context-propagation} is present; nothing of it is needed otherwise. On the module
 * path a module cannot offer a service whose type may be absent, so there one line registers it:
 *
 * <pre>{@code
 * ContextRegistry.getInstance().registerThreadLocalAccessor(new ConsistencyContextAccessor());
 * }</pre>
 *
 * <p>Work that goes through a {@code ContextSnapshot}, a {@code ContextExecutorService}, Spring's
 * {@code ContextPropagatingTaskDecorator} for {@code @Async}, or Reactor with automatic context
 * propagation then reads its own writes. A thread in no session that was opened passes its own one
 * on, as {@link ConsistencyContext#capture()} does. Thread-safe.
 */
@SuppressWarnings("exports") // Whoever uses this class has the optional module.
public final class ConsistencyContextAccessor implements ThreadLocalAccessor<ConsistencyContext> {

  /** The key of the value in a snapshot. */
  public static final String KEY = "dev.persistence.consistency";

  /** Made by the service loader, or by hand on the module path. */
  public ConsistencyContextAccessor() {}

  @Override
  public Object key() {
    return KEY;
  }

  @Override
  public ConsistencyContext getValue() {
    return ConsistencyContext.capture();
  }

  @Override
  public void setValue(ConsistencyContext value) {
    value.restore();
  }

  /** Leaves the thread with its own session and without a read scope. */
  @Override
  public void setValue() {
    ConsistencyContext.clear();
  }
}
