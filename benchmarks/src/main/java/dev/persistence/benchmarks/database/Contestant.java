package dev.persistence.benchmarks.database;

import java.sql.SQLException;
import java.util.SplittableRandom;

/**
 * One way to do the same work.
 *
 * @param name as in the report
 * @param work one operation, from the checkout of a connection to its return
 */
record Contestant(String name, Work work) {

  /** One operation on a random key. */
  interface Work {
    void run(SplittableRandom random) throws SQLException;
  }
}
