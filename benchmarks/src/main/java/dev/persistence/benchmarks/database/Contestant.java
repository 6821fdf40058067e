package dev.persistence.benchmarks.database;

import java.sql.SQLException;
import java.util.SplittableRandom;

/**
 * One way to do the same work.
 *
 * @param name as in the report
 * @param ours whether it is this library's
 * @param work one operation
 */
public record Contestant(String name, boolean ours, Work work) {

  /** One operation on a random key. */
  @FunctionalInterface
  public interface Work {
    /** Returns what came out, which is equal for all contestants on the same keys. */
    Object run(SplittableRandom random) throws SQLException;
  }

  /** Returns the contestant of that name. */
  public static Contestant ours(String name, Work work) {
    return new Contestant(name, true, work);
  }

  /** Returns somebody else to compare with. */
  public static Contestant peer(String name, Work work) {
    return new Contestant(name, false, work);
  }
}
