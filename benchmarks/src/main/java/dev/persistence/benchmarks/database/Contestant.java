package dev.persistence.benchmarks.database;

import java.sql.SQLException;
import java.util.SplittableRandom;

/**
 * One way to do the same work.
 *
 * @param name as in the report
 * @param work one operation
 */
public record Contestant(String name, Work work) {

  /** One operation on a random key. */
  public interface Work {
    void run(SplittableRandom random) throws SQLException;
  }
}
