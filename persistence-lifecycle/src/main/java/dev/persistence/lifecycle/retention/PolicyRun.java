package dev.persistence.lifecycle.retention;

import dev.persistence.core.transaction.Transactions;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** One run of one policy, and how far it came. Not thread-safe. */
final class PolicyRun {

  private final RetentionJobBuilder options;
  private final Transactions transactions;
  private @Nullable PolicyPlan plan;
  private long anonymized;
  private long archived;
  private long removed;

  PolicyRun(RetentionJobBuilder options, Transactions transactions) {
    this.options = options;
    this.transactions = transactions;
  }

  void run(RetentionPolicy policy) throws SQLException {
    PolicyPlan made =
        transactions.call(connection -> new PolicyPlan(options, policy, connection, transactions));
    plan = made;
    anonymized = made.anonymize();
    if (made.removesFirst()) {
      removed = made.remove();
      archived = made.archive();
    } else {
      archived = made.archive();
      removed = made.remove();
    }
  }

  long anonymized() {
    return anonymized;
  }

  long archived() {
    return archived;
  }

  long removed() {
    return removed;
  }

  long overdue() {
    PolicyPlan made = plan;
    if (made == null) {
      return -1;
    }
    try {
      return transactions.call(made::overdue);
    } catch (SQLException unknown) {
      return -1; // The report says so; the policy itself is done or has failed before.
    }
  }
}
