package dev.persistence.benchmarks.database;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * In which order contestants take their turns where a round is too long for many of them: every
 * other round goes the other way, so that nobody always follows the same one.
 */
final class Turns {

  /** The round that warms up, of which nothing is counted. */
  static final int WARM_UP = -1;

  private Turns() {}

  static <T> List<T> of(int round, List<T> contestants) {
    List<T> turns = new ArrayList<>(contestants);
    if (round % 2 != 0) {
      Collections.reverse(turns);
    }
    return turns;
  }
}
