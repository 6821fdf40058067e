package dev.persistence.testkit.fault;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The handler behind a connection of a {@link FaultyDataSource} and behind its statements. */
final class FaultyConnection implements InvocationHandler {

  private static final Set<String> ALLOWED_WHEN_BROKEN =
      Set.of("close", "isClosed", "isValid", "abort", "unwrap", "isWrapperFor");

  private final Connection target;
  private final FaultProgram program;
  private final Connection proxy;
  private volatile boolean broken;

  FaultyConnection(Connection target, FaultProgram program) {
    this.target = target;
    this.program = program;
    this.proxy = implement(Connection.class, this);
  }

  private static <T> T implement(Class<T> kind, InvocationHandler handler) {
    return kind.cast(Proxy.newProxyInstance(kind.getClassLoader(), new Class<?>[] {kind}, handler));
  }

  Connection proxy() {
    return proxy;
  }

  /** Breaks the connection: the driver drops it without a word to the server. */
  void snap() throws SQLException {
    broken = true;
    target.abort(Runnable::run);
  }

  @Override
  public @Nullable Object invoke(Object self, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (method.getDeclaringClass() == Object.class) {
      return identity(self, method, arguments);
    }
    if (broken && method.getName().equals("isValid")) {
      return false;
    }
    requireUsable(method);
    Object result = perform(operation(method, arguments), target, method, arguments);
    return result instanceof Statement statement ? wrap(statement) : result;
  }

  private @Nullable JdbcOperation operation(Method method, Object @Nullable [] arguments)
      throws SQLException {
    if (arguments != null) {
      return null;
    }
    return switch (method.getName()) {
      case "commit" -> JdbcOperation.COMMIT;
      case "rollback" -> JdbcOperation.ROLLBACK;
      case "close" -> target.isClosed() ? null : JdbcOperation.CLOSE;
      default -> null;
    };
  }

  private Object wrap(Statement statement) {
    Class<? extends Statement> kind =
        statement instanceof CallableStatement
            ? CallableStatement.class
            : statement instanceof PreparedStatement ? PreparedStatement.class : Statement.class;
    return implement(
        kind, (self, method, arguments) -> onStatement(self, statement, method, arguments));
  }

  private @Nullable Object onStatement(
      Object self, Statement statement, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (method.getDeclaringClass() == Object.class) {
      return identity(self, method, arguments);
    }
    if (method.getName().equals("getConnection")) {
      return proxy;
    }
    requireUsable(method);
    JdbcOperation operation =
        method.getName().startsWith("execute") ? JdbcOperation.STATEMENT : null;
    return perform(operation, statement, method, arguments);
  }

  private void requireUsable(Method method) throws SQLException {
    if (broken && !ALLOWED_WHEN_BROKEN.contains(method.getName())) {
      throw new SQLException("planted fault: the connection is broken", "08003");
    }
  }

  private @Nullable Object perform(
      @Nullable JdbcOperation operation,
      Object receiver,
      Method method,
      Object @Nullable [] arguments)
      throws Throwable {
    SqlFault fault = operation == null ? null : program.arrive(operation);
    if (fault == null) {
      return call(receiver, method, arguments);
    }
    if (!fault.isAfterwards()) {
      strike(fault);
      requireUsable(method); // A fault may break the connection without failing by itself.
    }
    Object result = call(receiver, method, arguments);
    if (fault.isAfterwards()) {
      strike(fault);
    }
    return result;
  }

  private void strike(SqlFault fault) throws SQLException {
    if (fault.isBreaking()) {
      snap();
    }
    SQLException failure = FaultProgram.failure(fault);
    if (failure != null) {
      throw failure;
    }
  }

  private static @Nullable Object call(
      Object receiver, Method method, Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(receiver, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  private Object identity(Object self, Method method, Object @Nullable [] arguments) {
    return switch (method.getName()) {
      case "equals" -> arguments != null && self == arguments[0];
      case "hashCode" -> System.identityHashCode(self);
      default -> "faulty " + target;
    };
  }
}
