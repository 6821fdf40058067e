package dev.persistence.lifecycle.retention;

import dev.persistence.core.sql.SqlFragment;
import dev.persistence.core.transaction.Transactions;
import dev.persistence.lifecycle.CatalogTable;
import dev.persistence.lifecycle.purge.Purge;
import dev.persistence.lifecycle.purge.PurgeBuilder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Period;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a policy comes to in this database at this time; whatever does not fit is refused here. */
final class PolicyPlan {

  private final RetentionJobBuilder options;
  private final Transactions transactions;
  private final RetentionPolicy policy;
  private final DueRows due;
  private final @Nullable Archive mover;
  private final Purge purge;

  PolicyPlan(
      RetentionJobBuilder options,
      RetentionPolicy policy,
      Connection connection,
      Transactions transactions)
      throws SQLException {
    this.options = options;
    this.transactions = transactions;
    this.policy = policy;
    this.due = new DueRows(options, options.catalog, policy, connection);
    boolean archives = policy.archiveAfter() != null;
    this.mover = archives ? new Archive(options.catalog, due.table, copy()) : null;
    this.purge = purgeOf(due.archive == null ? due.table : due.archive);
  }

  private Purge purgeOf(CatalogTable from) {
    PurgeBuilder builder =
        Purge.builder(options.dataSource, options.catalog, from.name())
            .id(purgeId(from))
            .until(policy.timeColumn(), due.now.less(policy.retentionPeriod()))
            .batches(options.startBatchSize, options.targetBatchTime)
            .throttle(options.throttle);
    if (due.criteria != null) {
      builder.where(due.criteria);
    }
    return builder.build();
  }

  /** A purge of another condition must not go on where this one was killed. */
  private String purgeId(CatalogTable from) {
    String plan = policy.id() + "\n" + from + "\n" + policy.timeColumn() + "\n" + policy.criteria();
    SqlFragment criteria = due.criteria;
    String condition = criteria == null ? "" : criteria.sql() + "\n" + criteria.values();
    byte[] text = (plan + "\n" + condition).getBytes(StandardCharsets.UTF_8);
    return "retention-" + UUID.nameUUIDFromBytes(text);
  }

  long anonymize() throws SQLException {
    Period after = policy.anonymizeAfter();
    return due.anonymizer == null || after == null
        ? 0
        : due.anonymizer.run(options.dataSource, due.olderThan(after));
  }

  long archive() throws SQLException {
    Period after = policy.archiveAfter();
    if (mover == null || after == null) {
      return 0;
    }
    SqlFragment condition = due.criteria;
    if (due.anonymizer != null) {
      SqlFragment done = due.anonymizer.anonymizedRows();
      condition = condition == null ? done : condition.and(done);
    }
    return mover.move(
        due.old
            .walker(transactions, due.now.less(after), condition)
            .batchSize(options.startBatchSize, 100, 20_000)
            .targetBatchTime(options.targetBatchTime)
            .throttle(options.throttle)
            .build());
  }

  private ArchiveCopy copy() {
    return due.files != null
        ? new FileCopy(options.catalog, due.table, due.files, transactions)
        : new TableCopy(options.catalog, due.table, Objects.requireNonNull(due.archive));
  }

  /** Tells whether rows go before others are archived, since no archive lets them go later. */
  boolean removesFirst() {
    return due.files != null;
  }

  long remove() throws SQLException {
    return purge.run().removed();
  }

  long overdue(Connection connection) throws SQLException {
    return due.overdue(connection).rows();
  }
}
