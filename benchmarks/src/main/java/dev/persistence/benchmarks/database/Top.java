package dev.persistence.benchmarks.database;

import java.util.List;

/** What a query for the largest purchases has to return. */
final class Top {

  static final int LENGTH = 20;

  private Top() {}

  /**
   * One of them.
   *
   * @param id its key
   * @param total its amount
   */
  record Purchase(long id, long total) {}

  /** Returns these, and fails if they cannot be the largest ones, in their order. */
  static List<Purchase> checked(List<Purchase> largest) {
    if (largest.size() != LENGTH || largest.get(0).total() < largest.get(LENGTH - 1).total()) {
      throw new IllegalStateException("not the largest purchases: " + largest);
    }
    return largest;
  }
}
