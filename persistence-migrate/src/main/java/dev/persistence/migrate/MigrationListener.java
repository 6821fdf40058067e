package dev.persistence.migrate;

import dev.persistence.core.keyset.Throttle;

/**
 * Who is told what a migrator does, on its thread, outside of any transaction.
 *
 * <p>What a method throws ends the run, which a later one continues.
 */
public interface MigrationListener {

  /** A step is about to begin. */
  default void starting(String version, PlannedStep step) {}

  /** A step is done and recorded. */
  default void finished(String version, PlannedStep step) {}

  /**
   * A batch of rows was filled and committed.
   *
   * @param subject table and column
   * @param rows so far, over all runs
   */
  default void filled(String version, String subject, long rows) {}

  /**
   * A backfill, or a comparison of rows, was told to wait before its next batch.
   *
   * @param pause for how long it waits before it asks again, and why
   */
  default void throttled(String version, Throttle.Pause pause) {}
}
