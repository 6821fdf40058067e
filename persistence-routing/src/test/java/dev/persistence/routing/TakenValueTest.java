package dev.persistence.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A value is taken when it is set, although the driver gets it only when the statement runs. */
class TakenValueTest {

  private final List<Object> seenByDriver = new ArrayList<>();
  private final RoutingDataSource routing =
      RoutingDataSource.builder("taken")
          .primary("p", fake(DataSource.class), node -> node.probe(new UnreachableDataSource()))
          .silence(Duration.ofMinutes(1))
          .build();

  @AfterEach
  void close() {
    routing.close();
  }

  @Test
  void bytesAreTakenWhenSet() throws SQLException {
    byte[] buffer = {1};
    try (Connection connection = routing.getConnection();
        CallableStatement call = connection.prepareCall("{call keep(?, ?, ?, ?)}")) {
      call.setBytes(1, buffer);
      call.setObject(2, buffer);
      call.setBytes("third", buffer);
      call.setObject("fourth", buffer);
      buffer[0] = 2;
      call.executeUpdate();
    }

    assertThat(seenByDriver).hasSize(4).containsOnly(new byte[] {1});
  }

  /** Returns a driver's object that answers everything with as little as it can. */
  private <T> T fake(Class<T> type) {
    InvocationHandler driver = (proxy, method, arguments) -> answer(method, arguments);
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, driver));
  }

  private @Nullable Object answer(Method method, Object[] arguments) {
    String name = method.getName();
    if (name.equals("setBytes") || name.equals("setObject")) {
      seenByDriver.add(arguments[1]);
    }
    Class<?> type = method.getReturnType();
    if (type == boolean.class) {
      return false;
    }
    if (type == int.class) {
      return 0;
    }
    boolean further = type == Connection.class || type == CallableStatement.class;
    return further ? fake(type) : null;
  }
}
