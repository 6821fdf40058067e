package dev.persistence.routing.internal;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The pool of one node, as far as routing needs it. Thread-safe. */
public interface NodePool {

  /** The size of a pool that does not tell. */
  int UNKNOWN_SIZE = 0;

  /** Borrows a connection for the application. */
  Connection borrow() throws SQLException;

  /** Opens the sampler's own connection; the caller closes it. */
  Connection openProbe() throws SQLException;

  /** Returns how many connections it lends at most, or {@link #UNKNOWN_SIZE}. */
  int size();

  /**
   * Returns whether the connections come read-only, or null if they have to be asked, which with
   * some drivers is a round trip.
   */
  default @Nullable Boolean lendsReadOnly() {
    return null;
  }

  /** Has the pool replace its connections: the node's role has changed. */
  void purge();

  /**
   * Returns the pool of a node.
   *
   * @param named the source of the sampler's own connection, or null for the best there is
   */
  static NodePool of(DataSource pool, @Nullable DataSource named) {
    NodePool plain =
        isHikariPool(pool.getClass()) ? HikariPool.of(pool) : new PlainPool(pool, pool);
    return named == null ? plain : new ProbedPool(plain, named);
  }

  /** Compares names, so that HikariCP need not be on the class path. */
  private static boolean isHikariPool(Class<?> type) {
    for (Class<?> at = type; at != null; at = at.getSuperclass()) {
      if (at.getName().equals("com.zaxxer.hikari.HikariDataSource")) {
        return true;
      }
    }
    return false;
  }

  /** Any data source; its size is unknown, and it keeps its connections. */
  record PlainPool(DataSource pool, DataSource probe) implements NodePool {

    @Override
    public Connection borrow() throws SQLException {
      return pool.getConnection();
    }

    @Override
    public Connection openProbe() throws SQLException {
      return probe.getConnection();
    }

    @Override
    public int size() {
      return UNKNOWN_SIZE;
    }

    @Override
    public void purge() {}
  }

  /** A pool beside which the application has named another source for the sampler. */
  record ProbedPool(NodePool pool, DataSource probe) implements NodePool {

    @Override
    public Connection borrow() throws SQLException {
      return pool.borrow();
    }

    @Override
    public Connection openProbe() throws SQLException {
      return probe.getConnection();
    }

    @Override
    public int size() {
      return pool.size();
    }

    @Override
    public @Nullable Boolean lendsReadOnly() {
      return pool.lendsReadOnly();
    }

    @Override
    public void purge() {
      pool.purge();
    }
  }
}
