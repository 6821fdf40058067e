package dev.persistence.lifecycle.retention;

import dev.persistence.core.sql.SqlFragment;
import dev.persistence.core.transaction.Transactions;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.internal.Books;
import dev.persistence.lifecycle.internal.engine.Engine;
import dev.persistence.lifecycle.internal.engine.Sql;
import dev.persistence.lifecycle.retention.DueRows.Overdue;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads how policies stand, over the schema as it is now. */
final class StatusReader {

  private static final Logger LOG = LoggerFactory.getLogger(StatusReader.class);

  private final RetentionJobBuilder options;
  private final Transactions transactions;
  private final RetentionPolicies policies;

  StatusReader(RetentionJobBuilder options, Transactions transactions, RetentionPolicies policies) {
    this.options = options;
    this.transactions = transactions;
    this.policies = policies;
  }

  List<RetentionStatus> read() throws SQLException {
    Catalog present = transactions.call(options.catalog::rescan);
    return transactions.call(this::recorded).stream().map(each -> with(present, each)).toList();
  }

  /** Returns what the runs have recorded; nothing is said of overdue rows. */
  private List<RetentionStatus> recorded(Connection connection) throws SQLException {
    String ago = Engine.of(options.catalog.dialect()).words().microsSince("last_success_at");
    return Sql.rows(
        connection,
        SqlFragment.of(
            "SELECT policy_id, anonymized_rows, archived_rows, removed_rows, last_failure, "
                + ago
                + " FROM "
                + new Books(options.catalog).policies()
                + " ORDER BY policy_id"),
        row -> {
          long micros = row.getLong(6);
          Duration since = row.wasNull() ? null : Duration.of(micros, ChronoUnit.MICROS);
          String failure = row.getString(5);
          long removed = row.getLong(4);
          return new RetentionStatus(
              row.getString(1), -1, null, row.getLong(2), row.getLong(3), removed, since, failure);
        });
  }

  private RetentionStatus with(Catalog present, RetentionStatus recorded) {
    Overdue overdue = overdue(present, recorded.policy());
    return overdue == null
        ? recorded
        : new RetentionStatus(
            recorded.policy(),
            overdue.rows(),
            overdue.age(),
            recorded.anonymized(),
            recorded.archived(),
            recorded.removed(),
            recorded.sinceSuccess(),
            recorded.failure());
  }

  private @Nullable Overdue overdue(Catalog present, String id) {
    try {
      return transactions.call(
          connection -> {
            RetentionPolicy policy = policies.find(connection, id);
            return new DueRows(options, present, policy, connection).overdue(connection);
          });
    } catch (SQLException | RuntimeException unknown) {
      // A policy that makes no sense must not hide how the others stand; its run reports why.
      LOG.debug("It is not known what is overdue by the retention policy \"{}\"", id, unknown);
      return null;
    }
  }
}
