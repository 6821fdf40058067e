package dev.persistence.benchmarks.peer;

import dev.persistence.benchmarks.ReadPath;
import dev.persistence.benchmarks.StubDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;

/**
 * Spring's {@code LazyConnectionDataSourceProxy} with a read-only target: nothing is borrowed
 * before the first statement. One replica, since it knows no more; knows nothing of lag.
 */
public final class SpringLazyReadPath implements ReadPath {

  private final LazyConnectionDataSourceProxy lazy =
      new LazyConnectionDataSourceProxy(new StubDataSource(true));

  public SpringLazyReadPath() {
    lazy.setReadOnlyDataSource(new StubDataSource(false));
  }

  @Override
  public Connection begin() throws SQLException {
    Connection connection = lazy.getConnection();
    connection.setReadOnly(true);
    connection.setAutoCommit(false);
    return connection;
  }
}
