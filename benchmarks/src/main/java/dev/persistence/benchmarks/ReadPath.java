package dev.persistence.benchmarks;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * One way to a connection for a read-only transaction over a primary and two replicas: what a
 * framework does around a method that is declared read-only.
 */
public interface ReadPath extends AutoCloseable {

  /** Returns a connection in a read-only transaction. */
  Connection begin() throws SQLException;

  /** Commits, closes the connection and forgets what {@link #begin()} left behind. */
  default void end(Connection connection) throws SQLException {
    connection.commit();
    connection.close();
  }

  /**
   * Runs a transaction with one statement, and returns that statement, closed: one that nobody
   * keeps a compiler may never make.
   */
  default Statement oneStatement() throws SQLException {
    Connection connection = begin();
    Statement statement = connection.createStatement();
    try (statement) {
      statement.execute("select 1");
    }
    end(connection);
    return statement;
  }

  /** Ends what the path started; called once after the measurement. */
  @Override
  default void close() {}
}
