package dev.persistence.core.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RollbackAwareTest {

  /** What PostgreSQL's driver has beyond JDBC. */
  public interface DriversOwn {
    String getTransactionState();
  }

  private static Connection driver(String state) {
    return connection(null, () -> false, state, Connection.class, DriversOwn.class);
  }

  private static Connection aware(RollbackAware answer) {
    return connection(null, answer, "IDLE", Connection.class, RollbackAware.class);
  }

  private static Connection wrapped(Connection inner) {
    return connection(inner, () -> false, "IDLE", Connection.class);
  }

  /** Unwraps as drivers and pools do: to itself where it has the type, else to what is inside. */
  private static Connection connection(
      @Nullable Connection inner, RollbackAware answer, String state, Class<?>... types) {
    return (Connection)
        Proxy.newProxyInstance(
            RollbackAwareTest.class.getClassLoader(),
            types,
            (self, method, arguments) ->
                switch (method.getName()) {
                  case "isRollbackOnly" -> answer.isRollbackOnly();
                  case "getTransactionState" -> state;
                  case "unwrap" -> inner == null ? self : inner.unwrap((Class<?>) arguments[0]);
                  case "isWrapperFor" ->
                      Arrays.stream(types).anyMatch(((Class<?>) arguments[0])::isAssignableFrom)
                          || (inner != null && inner.isWrapperFor((Class<?>) arguments[0]));
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  @Test
  void theDriverIsAskedThroughAPool() {
    assertThat(Dialect.isRollbackOnly(wrapped(driver("FAILED")))).isTrue();
    assertThat(Dialect.isRollbackOnly(wrapped(driver("OPEN")))).isFalse();
  }

  @Test
  void aConnectionThatUnwrapsToItselfIsAskedItself() {
    assertThat(Dialect.isRollbackOnly(aware(() -> true))).isTrue();
    assertThat(Dialect.isRollbackOnly(aware(() -> false))).isFalse();
  }

  @Test
  void itIsFoundBehindAWrapper() {
    assertThat(Dialect.isRollbackOnly(wrapped(aware(() -> true)))).isTrue();
  }

  @Test
  void oneThatCannotTellIsNoReasonToFail() {
    RollbackAware broken =
        () -> {
          throw new SQLException("closed", "08003");
        };
    assertThat(Dialect.isRollbackOnly(aware(broken))).isFalse();
  }
}
