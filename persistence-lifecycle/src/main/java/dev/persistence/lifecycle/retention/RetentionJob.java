package dev.persistence.lifecycle.retention;

import dev.persistence.core.Explanation;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.core.transaction.Isolation;
import dev.persistence.core.transaction.Transactions;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.LifecycleException;
import dev.persistence.lifecycle.internal.Books;
import dev.persistence.lifecycle.internal.Told;
import dev.persistence.lifecycle.internal.engine.Engine;
import dev.persistence.lifecycle.internal.engine.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what all policies in {@code data_retention_policies} say, one after the other: anonymizes,
 * then archives, then removes.
 *
 * <pre>{@code
 * RetentionReport report =
 *     RetentionJob.builder(dataSource, catalog)
 *         .criteria("closed", SqlFragment.of("status = ?", "closed"))
 *         .anonymizer(users)
 *         .build()
 *         .run();
 * }</pre>
 *
 * <p>A policy that fails, or makes no sense, leaves what was committed before, is reported, and
 * stops no other; nor does it go on itself, so that no row is archived that could not be
 * anonymized. A row moves into the archive in one transaction, column by column by name, and is
 * never in both tables or in neither. Rows that a legal hold keeps stay, and so do rows that a row
 * of another table leads to. What is left although it is old enough is counted as overdue.
 *
 * <p>A run that was killed or interrupted is gone on with by the next one. Two at once do no harm.
 * Each run is made over the catalog as it was scanned, so scan anew for each.
 *
 * <p>Immutable and thread-safe; {@link #run} blocks until the end and starts no thread.
 */
public final class RetentionJob {

  private static final Logger LOG = LoggerFactory.getLogger(RetentionJob.class);

  private final RetentionJobBuilder options;
  private final Engine engine;
  private final Books books;
  private final Transactions transactions;
  private final RetentionPolicies policies;

  RetentionJob(RetentionJobBuilder options) {
    this.options = options;
    this.engine = Engine.of(options.catalog.dialect());
    this.books = new Books(options.catalog);
    this.transactions =
        Transactions.builder(options.dataSource).isolation(Isolation.READ_COMMITTED).build();
    this.policies = RetentionPolicies.of(options.catalog);
  }

  public static RetentionJobBuilder builder(DataSource dataSource, Catalog catalog) {
    return new RetentionJobBuilder(dataSource, catalog);
  }

  /**
   * Runs all policies in the order of their ids.
   *
   * @throws SQLException if the policies cannot be read; what a policy meets is in the report
   */
  public RetentionReport run() throws SQLException {
    List<RetentionOutcome> outcomes = new ArrayList<>();
    for (String id : transactions.call(policies::ids)) {
      if (!Thread.currentThread().isInterrupted()) {
        outcomes.add(run(id));
      }
    }
    return new RetentionReport(outcomes, !Thread.currentThread().isInterrupted());
  }

  /**
   * Returns how all policies stand, in the order of their ids, whoever runs them. Counts the rows
   * that are overdue now, which reads these, or the whole table where no index begins with the
   * time.
   *
   * @throws SQLException if the database does not answer
   */
  public List<RetentionStatus> status() throws SQLException {
    return new StatusReader(options, transactions, policies).read();
  }

  private RetentionOutcome run(String id) {
    PolicyRun run = new PolicyRun(options, transactions);
    Exception failure = null;
    try {
      run.run(transactions.call(connection -> policies.find(connection, id)));
      requireEnd(id);
      record("last_success_at", run, id, null);
    } catch (SQLException | RuntimeException broken) { // Whatever it is, the others must go on.
      failure = broken;
      LOG.warn("The retention policy \"{}\" has failed: {}", id, told(broken));
      recordFailure(run, id, broken);
    }
    return new RetentionOutcome(
        id, run.anonymized(), run.archived(), run.removed(), run.overdue(), failure);
  }

  /** What is interrupted ends early and does not throw. */
  private static void requireEnd(String id) {
    if (Thread.currentThread().isInterrupted()) {
      throw new LifecycleException(
          new Explanation(
              "The policy \"" + id + "\" was not brought to its end",
              "its thread was interrupted",
              "Run the job again, which goes on"),
          null);
    }
  }

  private void recordFailure(PolicyRun run, String id, Exception broken) {
    try {
      record("last_failure_at", run, id, told(broken));
    } catch (SQLException | RuntimeException second) {
      // The first failure is in the report, and this one says no more of the policy.
      broken.addSuppressed(second);
    }
  }

  private void record(String column, PolicyRun run, String id, @Nullable String failure)
      throws SQLException {
    SqlFragment ended =
        SqlFragment.of(
            "UPDATE "
                + books.policies()
                + " SET "
                + column
                + " = "
                + engine.words().now()
                + ", last_failure = ?, anonymized_rows = anonymized_rows + ?, archived_rows ="
                + " archived_rows + ?, removed_rows = removed_rows + ? WHERE policy_id = ?",
            failure,
            run.anonymized(),
            run.archived(),
            run.removed(),
            id);
    transactions.run(connection -> Sql.update(connection, ended));
  }

  private static String told(Exception failure) {
    String told = String.valueOf(Told.of(failure));
    return told.substring(0, Math.min(told.length(), 500));
  }
}
