package dev.persistence.benchmarks;

import java.sql.Connection;
import java.sql.SQLException;

/** No routing at all: what the stub itself costs. */
final class DirectReadPath implements ReadPath {

  private final StubDataSource replica = new StubDataSource(false);

  @Override
  public Connection begin() throws SQLException {
    Connection connection = replica.getConnection();
    connection.setReadOnly(true);
    connection.setAutoCommit(false);
    return connection;
  }
}
