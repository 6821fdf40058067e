package dev.persistence.lifecycle.retention;

import dev.persistence.core.Explanation;
import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.core.transaction.Transactions;
import dev.persistence.lifecycle.CatalogTable;
import dev.persistence.lifecycle.PlanRefusedException;
import dev.persistence.lifecycle.PlanRefusedException.Reason;
import dev.persistence.lifecycle.anonymize.Anonymizer;
import dev.persistence.lifecycle.internal.Age;
import dev.persistence.lifecycle.internal.OldRows;
import dev.persistence.lifecycle.internal.RowSql;
import dev.persistence.lifecycle.internal.engine.Sql;
import dev.persistence.lifecycle.purge.Purge;
import dev.persistence.lifecycle.purge.PurgeBuilder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Period;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a policy comes to in this database at this time; whatever does not fit is refused here. */
final class PolicyPlan {

  private final RetentionJobBuilder options;
  private final Transactions transactions;
  private final RetentionPolicy policy;
  private final CatalogTable table;
  private final @Nullable SqlFragment criteria;
  private final OldRows old;
  private final Age now;
  private final @Nullable Anonymizer anonymizer;
  private final @Nullable FileArchive files;
  private final @Nullable CatalogTable archive;
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
    this.table = options.catalog.table(policy.tableName());
    this.criteria = criteriaOf(options);
    this.old = new OldRows(options.catalog, table, Identifier.of(policy.timeColumn()));
    Clock clock = options.clock;
    this.now = clock == null ? old.now(connection) : old.at(clock);
    this.anonymizer = policy.anonymizeAfter() == null ? null : anonymizerOf(options);
    boolean archives = policy.archiveAfter() != null;
    this.files = archives ? options.files.get(table.name()) : null;
    this.archive = archives && files == null ? options.catalog.table(policy.archiveName()) : null;
    this.mover = archives ? new Archive(options.catalog, table, copy()) : null;
    this.purge = purgeOf(archive == null ? table : archive);
  }

  private @Nullable SqlFragment criteriaOf(RetentionJobBuilder options) {
    String name = policy.criteria();
    SqlFragment condition = name == null ? null : options.criteria.get(name);
    if (name != null && condition == null) {
      throw refused(
          Reason.UNKNOWN_CRITERIA,
          "its criteria \"" + name + "\" are not among " + options.criteria.keySet(),
          "Give the job a condition of this name");
    }
    return condition;
  }

  private Anonymizer anonymizerOf(RetentionJobBuilder options) {
    Anonymizer found = options.anonymizers.get(table.name());
    if (found == null) {
      throw refused(
          Reason.NO_ANONYMIZER,
          "it wants rows anonymized, and nothing says how",
          "Give the job an anonymizer of the table \"" + table + "\"");
    }
    return found;
  }

  private PlanRefusedException refused(Reason reason, String why, String remedy) {
    return new PlanRefusedException(
        reason,
        table.name(),
        null,
        new Explanation("The policy \"" + policy.id() + "\" was not run", why, remedy));
  }

  private Purge purgeOf(CatalogTable from) {
    PurgeBuilder builder =
        Purge.builder(options.dataSource, options.catalog, from.name())
            .id(purgeId(from))
            .until(policy.timeColumn(), now.less(policy.retentionPeriod()))
            .batches(options.startBatchSize, options.targetBatchTime)
            .throttle(options.throttle);
    if (criteria != null) {
      builder.where(criteria);
    }
    return builder.build();
  }

  /** A purge of another condition must not go on where this one was killed. */
  private String purgeId(CatalogTable from) {
    String plan = policy.id() + "\n" + from + "\n" + policy.timeColumn() + "\n" + policy.criteria();
    String condition = criteria == null ? "" : criteria.sql() + "\n" + criteria.values();
    byte[] text = (plan + "\n" + condition).getBytes(StandardCharsets.UTF_8);
    return "retention-" + UUID.nameUUIDFromBytes(text);
  }

  long anonymize() throws SQLException {
    Period after = policy.anonymizeAfter();
    return anonymizer == null || after == null
        ? 0
        : anonymizer.run(options.dataSource, olderThan(after));
  }

  long archive() throws SQLException {
    Period after = policy.archiveAfter();
    if (mover == null || after == null) {
      return 0;
    }
    SqlFragment condition = criteria;
    if (anonymizer != null) {
      SqlFragment done = anonymizer.anonymizedRows();
      condition = condition == null ? done : condition.and(done);
    }
    return mover.move(
        old.walker(transactions, now.less(after), condition)
            .batchSize(options.startBatchSize, 100, 20_000)
            .targetBatchTime(options.targetBatchTime)
            .throttle(options.throttle)
            .build());
  }

  private ArchiveCopy copy() {
    return files != null
        ? new FileCopy(options.catalog, table, files, transactions)
        : new TableCopy(options.catalog, table, Objects.requireNonNull(archive));
  }

  /** Tells whether rows go before others are archived, since no archive lets them go later. */
  boolean removesFirst() {
    return files != null;
  }

  long remove() throws SQLException {
    return purge.run().removed();
  }

  private SqlFragment olderThan(Period age) {
    SqlFragment condition = old.until(now.less(age));
    return criteria == null ? condition : condition.and(criteria);
  }

  /** Counts the rows, here and in the archive, with which something ought to have been done. */
  long overdue(Connection connection) throws SQLException {
    Period after = policy.archiveAfter();
    SqlFragment due = olderThan(after == null ? policy.retentionPeriod() : after);
    long overdue = count(connection, table, due);
    Period anonymizeAfter = policy.anonymizeAfter();
    if (anonymizer != null && anonymizeAfter != null) {
      SqlFragment open =
          olderThan(anonymizeAfter)
              .and(anonymizer.anonymizedRows().within("NOT COALESCE(", ", FALSE)"))
              .and(due.within("NOT (", ")"));
      overdue += count(connection, table, open);
    }
    return archive == null
        ? overdue
        : overdue + count(connection, archive, olderThan(policy.retentionPeriod()));
  }

  private long count(Connection connection, CatalogTable where, SqlFragment condition)
      throws SQLException {
    String from = "SELECT COUNT(*) FROM " + new RowSql(options.catalog).quote(where) + " WHERE ";
    return Sql.number(connection, condition.within(from, ""));
  }
}
