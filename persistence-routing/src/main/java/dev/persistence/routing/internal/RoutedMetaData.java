package dev.persistence.routing.internal;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Wrapper;
import org.jspecify.annotations.Nullable;

/**
 * Meta data that asks a node anew for each answer, so that whoever only passes it on, or looks at
 * it before the application has told its intent, pins no node.
 *
 * <p>By reflection, since the interface has some 180 methods of which none is called often.
 */
final class RoutedMetaData implements InvocationHandler {

  private final RoutingConnection connection;

  private RoutedMetaData(RoutingConnection connection) {
    this.connection = connection;
  }

  static DatabaseMetaData of(RoutingConnection connection) {
    return (DatabaseMetaData)
        Proxy.newProxyInstance(
            RoutedMetaData.class.getClassLoader(),
            new Class<?>[] {DatabaseMetaData.class},
            new RoutedMetaData(connection));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (method.getDeclaringClass() == Object.class) {
      return ofObject(proxy, method, arguments);
    }
    if (method.getName().equals("getConnection")) {
      return connection;
    }
    boolean wrapper = method.getDeclaringClass() == Wrapper.class;
    if (wrapper && arguments != null && ((Class<?>) arguments[0]).isInstance(proxy)) {
      return method.getName().equals("unwrap") ? proxy : (Object) true;
    }
    NodeConnection node = connection.placement().placeForQuestion();
    try {
      Object answer = method.invoke(node.physical().getMetaData(), arguments);
      if (answer instanceof ResultSet || method.getName().equals("unwrap")) {
        node.keep();
      }
      return answer;
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause();
      throw cause instanceof SQLException failure
          ? connection.placement().failed(node, failure)
          : cause;
    }
  }

  private Object ofObject(Object proxy, Method method, Object @Nullable [] arguments) {
    return switch (method.getName()) {
      case "equals" -> arguments != null && proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(this);
      default -> "meta data of a routed connection";
    };
  }
}
