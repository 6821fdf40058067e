package dev.persistence.migrate;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@WithPostgres
class PoolerTest {

  @Test
  void poolerThatLendsSessionsByTheTransactionIsRefused(PostgresCluster cluster) throws Exception {
    try (Connection session = cluster.primary().dataSource().getConnection()) {
      Migrator migrator = Migrator.builder(new OneSession(session)).build();
      assertThatThrownBy(
              () -> migrator.expand(Migration.define("1", "x").sql("SELECT 1", "SELECT 1")))
          .isInstanceOf(InvalidMigrationException.class)
          .hasMessageContaining("pooler");
    }
  }

  /** Every connection is the same session, as a transaction pooler's are while it is idle. */
  private record OneSession(Connection session) implements DataSource {

    @Override
    public Connection getConnection() {
      return (Connection)
          Proxy.newProxyInstance(
              Connection.class.getClassLoader(),
              new Class<?>[] {Connection.class},
              (self, method, arguments) -> {
                if (method.getName().equals("close") || method.getName().equals("abort")) {
                  return null;
                }
                try {
                  return method.invoke(session, arguments);
                } catch (InvocationTargetException failure) {
                  throw failure.getCause();
                }
              });
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
      throw new SQLFeatureNotSupportedException();
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
      throw new SQLFeatureNotSupportedException();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
      throw new SQLFeatureNotSupportedException();
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
      throw new SQLFeatureNotSupportedException();
    }

    @Override
    public int getLoginTimeout() throws SQLException {
      throw new SQLFeatureNotSupportedException();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
      throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
      throw new SQLFeatureNotSupportedException();
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
      return false;
    }
  }
}
