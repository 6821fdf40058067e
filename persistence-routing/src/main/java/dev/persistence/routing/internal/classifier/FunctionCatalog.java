package dev.persistence.routing.internal.classifier;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The functions of a PostgreSQL database, read when one is met that is not known, at most every few
 * minutes. Until then nothing is known. Thread-safe.
 */
final class FunctionCatalog implements KnownFunctions {

  private static final Logger LOG = LoggerFactory.getLogger(FunctionCatalog.class);

  private static final long GAP_NANOS = 300_000_000_000L;

  private final AtomicLong dueNanos = new AtomicLong(Long.MIN_VALUE);
  private volatile KnownFunctions known = KnownFunctions.NONE;

  @Override
  public Effect effect(String name) {
    return known.effect(name);
  }

  /**
   * Reads the catalog if that is due; one thread does so, the others go on with what is known.
   *
   * @param connection in auto-commit mode
   * @return whether something was learned
   */
  boolean refresh(Connection connection, long nowNanos) {
    long due = dueNanos.get();
    if (nowNanos < due || !dueNanos.compareAndSet(due, nowNanos + GAP_NANOS)) {
      return false;
    }
    try {
      known = CatalogFunctions.read(connection);
      return true;
    } catch (SQLException e) {
      LOG.debug("The catalog of functions could not be read; unknown ones stay vetoed", e);
      return false;
    }
  }
}
