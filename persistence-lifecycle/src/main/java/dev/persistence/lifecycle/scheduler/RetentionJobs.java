package dev.persistence.lifecycle.scheduler;

import dev.persistence.lifecycle.retention.RetentionJob;
import java.sql.SQLException;

/**
 * Makes the job of each run. It is asked right before, and so can scan the catalog as it is by
 * then, and build the job's parts over it. Called on a thread of the scheduler.
 */
@FunctionalInterface
public interface RetentionJobs {

  /**
   * Returns the job of the run that begins.
   *
   * @throws SQLException if the database does not answer; the run has then failed
   */
  RetentionJob next() throws SQLException;
}
