package dev.persistence.benchmarks.peer;

import dev.persistence.benchmarks.ReadPath;
import dev.persistence.benchmarks.StubDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

/**
 * The recipe of most tutorials: Spring's {@code AbstractRoutingDataSource} with the intent in a
 * thread-local variable that an aspect sets, and a random replica. Knows nothing of lag.
 */
public final class SpringRoutingReadPath implements ReadPath {

  private static final ThreadLocal<Boolean> READ_ONLY = new ThreadLocal<>();

  private final AbstractRoutingDataSource routing =
      new AbstractRoutingDataSource() {
        @Override
        protected @Nullable Object determineCurrentLookupKey() {
          return READ_ONLY.get() == null
              ? "p"
              : ThreadLocalRandom.current().nextBoolean() ? "r1" : "r2";
        }
      };

  public SpringRoutingReadPath() {
    routing.setTargetDataSources(
        Map.of(
            "p", new StubDataSource(true),
            "r1", new StubDataSource(false),
            "r2", new StubDataSource(false)));
    routing.afterPropertiesSet();
  }

  @Override
  public Connection begin() throws SQLException {
    READ_ONLY.set(true);
    Connection connection = routing.getConnection();
    connection.setReadOnly(true);
    connection.setAutoCommit(false);
    return connection;
  }

  @Override
  public void end(Connection connection) throws SQLException {
    ReadPath.super.end(connection);
    READ_ONLY.remove();
  }
}
