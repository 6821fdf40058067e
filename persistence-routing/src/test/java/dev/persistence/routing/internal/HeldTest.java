package dev.persistence.routing.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.routing.ReplicationDialect;
import dev.persistence.routing.UnreachableDataSource;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class HeldTest {

  private final Node node =
      new Node(0, "n", NodePool.of(new UnreachableDataSource(), null), new Node.Settings(1, 1));
  private final Held held = new Held();

  /** A connection that cannot be aborted, nor closed. */
  private static Connection broken(String failure) {
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              throw new SQLException(failure);
            });
  }

  private Lease hold(Connection physical) throws SQLException {
    Lease lease = new Lease(node, 0);
    lease.lent(physical);
    held.add(new NodeConnection(lease, false, ReplicationDialect.postgres()));
    return lease;
  }

  @Test
  void abortThatFailsOnOneConnectionStillReachesTheOthers() throws SQLException {
    Lease first = hold(broken("first"));
    Lease second = hold(broken("second"));

    assertThatThrownBy(() -> held.abort(Runnable::run))
        .isInstanceOf(SQLException.class)
        .hasMessage("second")
        .satisfies(
            e -> assertThat(e.getSuppressed()).singleElement().hasToString(message("first")));
    assertThat(first.end()).as("the first lease still to end").isFalse();
    assertThat(second.end()).as("the second lease still to end").isFalse();
  }

  private static String message(String failure) {
    return new SQLException(failure).toString();
  }
}
