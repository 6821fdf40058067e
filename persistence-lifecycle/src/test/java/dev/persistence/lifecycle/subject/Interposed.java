package dev.persistence.lifecycle.subject;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Lets something happen once, right before a data source prepares a statement with this text. */
final class Interposed {

  /** What happens, on another connection. */
  interface Event {
    void happen() throws SQLException;
  }

  private final String text;
  private final Event event;
  private final AtomicBoolean happened = new AtomicBoolean();

  Interposed(String text, Event event) {
    this.text = text;
    this.event = event;
  }

  boolean happened() {
    return happened.get();
  }

  DataSource on(DataSource target) {
    return proxy(
        DataSource.class,
        (method, args) -> {
          Object result = call(target, method, args);
          return result instanceof Connection connection ? on(connection) : result;
        });
  }

  private Connection on(Connection target) {
    return proxy(
        Connection.class,
        (method, args) -> {
          boolean now =
              method.getName().equals("prepareStatement")
                  && args[0] instanceof String sql
                  && sql.contains(text);
          if (now && happened.compareAndSet(false, true)) {
            event.happen();
          }
          return call(target, method, args);
        });
  }

  /** What a call becomes. */
  private interface Calls {
    @Nullable Object become(Method method, @Nullable Object[] args) throws Throwable;
  }

  private static <T> T proxy(Class<T> kind, Calls calls) {
    return kind.cast(
        Proxy.newProxyInstance(
            Interposed.class.getClassLoader(),
            new Class<?>[] {kind},
            (self, method, args) -> calls.become(method, args == null ? new Object[0] : args)));
  }

  private static @Nullable Object call(Object target, Method method, @Nullable Object[] args)
      throws Throwable {
    try {
      return method.invoke(target, args);
    } catch (InvocationTargetException failure) {
      throw failure.getTargetException();
    }
  }
}
