package dev.persistence.routing.internal;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Where the sampler's own connection to one node comes from. */
@FunctionalInterface
public interface ProbeConnections {

  /** Opens a connection; the caller closes it. */
  Connection open() throws SQLException;

  /**
   * Returns the best source for a node: what the application named, else a plain connection with
   * the settings of a HikariCP pool, else the pool itself.
   */
  static ProbeConnections of(DataSource pool, @Nullable DataSource named) {
    if (named != null) {
      return named::getConnection;
    }
    return isHikariPool(pool.getClass()) ? HikariProbe.of(pool) : pool::getConnection;
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
}
