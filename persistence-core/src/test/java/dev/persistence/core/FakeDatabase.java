package dev.persistence.core;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A data source that remembers which calls its connections get and fails those it is told to.
 *
 * <p>Its connections know their settings and nothing of SQL.
 */
public final class FakeDatabase {

  private final List<String> calls = new ArrayList<>();
  private final Map<String, Deque<Throwable>> failures = new HashMap<>();
  private final String product;
  private final String version;

  public FakeDatabase(String product, String version) {
    this.product = product;
    this.version = version;
  }

  public static FakeDatabase postgreSql() {
    return new FakeDatabase("PostgreSQL", "18.6");
  }

  /** Returns all calls so far that change something, over all connections. */
  public List<String> calls() {
    return calls;
  }

  /** Makes the next call of this name fail; further failures queue up. */
  public FakeDatabase failNext(String method, Throwable failure) {
    failures.computeIfAbsent(method, name -> new ArrayDeque<>()).add(failure);
    return this;
  }

  public DataSource dataSource() {
    return proxy(
        DataSource.class,
        (method, arguments) -> {
          call(method);
          return connection();
        });
  }

  public Connection connection() {
    Settings settings = new Settings();
    return proxy(Connection.class, settings::answer);
  }

  private void call(String method) throws Throwable {
    calls.add(method);
    fail(method);
  }

  private void fail(String method) throws Throwable {
    Deque<Throwable> queue = failures.get(method);
    if (queue != null && !queue.isEmpty()) {
      throw queue.remove();
    }
  }

  /** What a connection answers. */
  private interface Answers {
    @Nullable Object of(String method, Object[] arguments) throws Throwable;
  }

  private static <T> T proxy(Class<T> type, Answers answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> answers.of(method.getName(), arguments)));
  }

  /** The state of one connection. */
  private final class Settings {
    private final Map<String, Object> values =
        new HashMap<>(
            Map.of(
                "AutoCommit",
                true,
                "ReadOnly",
                false,
                "TransactionIsolation",
                Connection.TRANSACTION_READ_COMMITTED));
    private boolean closed;

    @Nullable Object answer(String method, Object[] arguments) throws Throwable {
      if (method.startsWith("set")) {
        call(method + " " + arguments[0]);
        values.put(method.substring(3), arguments[0]);
        return null;
      }
      return switch (method) {
        case "getAutoCommit", "getTransactionIsolation" -> {
          fail(method);
          yield values.get(method.substring(3));
        }
        case "isReadOnly" -> values.get("ReadOnly");
        case "isClosed" -> closed;
        case "getMetaData" -> {
          fail(method);
          yield metaData();
        }
        case "close" -> {
          closed = true;
          call(method);
          yield null;
        }
        case "commit", "rollback", "abort" -> {
          call(method);
          yield null;
        }
        case "hashCode" -> System.identityHashCode(this);
        default -> throw new UnsupportedOperationException(method);
      };
    }

    private DatabaseMetaData metaData() {
      return proxy(
          DatabaseMetaData.class,
          (method, arguments) ->
              switch (method) {
                case "getDatabaseProductName" -> product;
                case "getDatabaseProductVersion" -> version;
                default -> throw new UnsupportedOperationException(method);
              });
    }
  }
}
