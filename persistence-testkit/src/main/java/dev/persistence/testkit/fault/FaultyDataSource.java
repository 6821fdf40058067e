package dev.persistence.testkit.fault;

import dev.persistence.core.Arguments;
import dev.persistence.core.TimeSource;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A data source whose connections fail as a test has programmed.
 *
 * <pre>{@code
 * FaultyDataSource faulty = FaultyDataSource.wrap(dataSource);
 * faulty.apply(SqlFault.on(JdbcOperation.COMMIT).sqlState("08006").afterwards().breaking());
 * assertThatThrownBy(() -> transfer(faulty)).isInstanceOf(OutcomeUnknown.class);
 * }</pre>
 *
 * <p>Operations are counted over all connections in the order in which they arrive, so one thread
 * gets the same failures in every run. Where several faults strike one operation, the first applied
 * one does. Thread-safe; holds no lock while it calls the driver.
 *
 * <p>Statements return the failing connection from {@code getConnection}; what result sets and meta
 * data return is the driver's own and does not fail. A connection's {@code unwrap} reaches the
 * driver.
 */
public final class FaultyDataSource implements DataSource {

  private final DataSource target;
  private final FaultProgram program;

  private FaultyDataSource(DataSource target, TimeSource time) {
    this.target = Arguments.notNull("target", target);
    this.program = new FaultProgram(Arguments.notNull("time", time));
  }

  /** Wraps a data source, at first without faults. */
  public static FaultyDataSource wrap(DataSource target) {
    return new FaultyDataSource(target, TimeSource.system());
  }

  /** Wraps a data source whose delays pass in the given time. */
  public static FaultyDataSource wrap(DataSource target, TimeSource time) {
    return new FaultyDataSource(target, time);
  }

  /** Puts these faults in force in place of those that were; their counting starts now. */
  public void apply(SqlFault... faults) {
    program.replace(Arguments.listOf("faults", faults));
  }

  /** Ends all faults. Connections that were broken stay broken. */
  public void heal() {
    apply();
  }

  /** Returns how often the operation was tried so far, whether or not it failed. */
  public long count(JdbcOperation operation) {
    return program.count(Arguments.notNull("operation", operation));
  }

  /** The two ways to get a connection. */
  private interface Opening {
    Connection open() throws SQLException;
  }

  @Override
  public Connection getConnection() throws SQLException {
    return open(target::getConnection);
  }

  @Override
  public Connection getConnection(String username, String password) throws SQLException {
    return open(() -> target.getConnection(username, password));
  }

  private Connection open(Opening opening) throws SQLException {
    SqlFault fault = program.arrive(JdbcOperation.GET_CONNECTION);
    SQLException failure = fault == null ? null : FaultProgram.failure(fault);
    if (fault != null && failure != null && !fault.isAfterwards()) {
      throw failure;
    }
    FaultyConnection connection = new FaultyConnection(opening.open(), program);
    if (fault != null && fault.isBreaking()) {
      connection.snap();
    }
    if (failure != null) {
      connection.snap(); // Nobody else can close it.
      throw failure;
    }
    return connection.proxy();
  }

  @Override
  public @Nullable PrintWriter getLogWriter() throws SQLException {
    return target.getLogWriter();
  }

  @Override
  public void setLogWriter(@Nullable PrintWriter out) throws SQLException {
    target.setLogWriter(out);
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    target.setLoginTimeout(seconds);
  }

  @Override
  public int getLoginTimeout() throws SQLException {
    return target.getLoginTimeout();
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    return target.getParentLogger();
  }

  @Override
  public <T> T unwrap(Class<T> kind) throws SQLException {
    if (kind.isInstance(this)) {
      return kind.cast(this);
    }
    return kind.isInstance(target) ? kind.cast(target) : target.unwrap(kind);
  }

  @Override
  public boolean isWrapperFor(Class<?> kind) throws SQLException {
    return kind.isInstance(this) || kind.isInstance(target) || target.isWrapperFor(kind);
  }
}
