package dev.persistence.lifecycle.softdelete;

import dev.persistence.core.Arguments;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.PlanRefusedException;

/**
 * Options of {@link SoftDelete}.
 *
 * <p>Defaults: a deletion takes 10,000 rows at most. Not thread-safe.
 */
public final class SoftDeleteBuilder {

  private final Catalog catalog;
  private int largestDeletion = 10_000;

  SoftDeleteBuilder(Catalog catalog) {
    this.catalog = Arguments.notNull("catalog", catalog);
  }

  /** Limits how many rows one deletion may take along, all in one transaction: 1 to 1,000,000. */
  public SoftDeleteBuilder largestDeletion(int rows) {
    this.largestDeletion = Arguments.inRange("largestDeletion", rows, 1, 1_000_000);
    return this;
  }

  /**
   * Returns the soft delete with these options.
   *
   * @throws PlanRefusedException if a table does not bear it
   */
  public SoftDelete build() {
    return new SoftDelete(catalog, largestDeletion);
  }
}
