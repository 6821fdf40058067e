package dev.persistence.core.sql;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * What PostgreSQL's driver remembers of its transaction and JDBC has no call for: the state that
 * the server names at the end of each answer, {@code ReadyForQuery} in "Message Formats" of the
 * manual.
 *
 * <p>Looked up by name, since nothing here is compiled against a driver.
 */
final class DriverTransaction {

  private static final ClassValue<Optional<Method>> STATE =
      new ClassValue<>() {
        @Override
        protected Optional<Method> computeValue(Class<?> connection) {
          try {
            return Optional.of(connection.getMethod("getTransactionState"));
          } catch (NoSuchMethodException anotherDriver) {
            return Optional.empty();
          }
        }
      };

  private DriverTransaction() {}

  static boolean isFailed(Connection connection) {
    try {
      if (connection.isWrapperFor(RollbackAware.class)) {
        return connection.unwrap(RollbackAware.class).isRollbackOnly();
      }
      Connection physical = connection.unwrap(Connection.class);
      Optional<Method> state = STATE.get(physical.getClass());
      return state.isPresent() && "FAILED".equals(String.valueOf(state.get().invoke(physical)));
    } catch (SQLException | ReflectiveOperationException | RuntimeException unknown) {
      return false; // A driver or pool that does not tell is no reason to fail.
    }
  }
}
