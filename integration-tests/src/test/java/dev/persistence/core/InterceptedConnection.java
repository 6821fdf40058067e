package dev.persistence.core;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;

/** A connection one of whose methods is replaced. */
public final class InterceptedConnection {

  private InterceptedConnection() {}

  /** What happens instead of the method. */
  public interface Replacement {
    void run(Connection real) throws SQLException;
  }

  /** Returns the connection with a method without arguments or result replaced. */
  public static Connection replacing(Connection real, String name, Replacement replacement) {
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (self, method, arguments) -> {
              if (method.getName().equals(name)) {
                replacement.run(real);
                return null;
              }
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException failure) {
                throw failure.getCause();
              }
            });
  }
}
