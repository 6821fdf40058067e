package dev.persistence.lifecycle.retention;

import dev.persistence.core.Explanation;
import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.CatalogTable;
import dev.persistence.lifecycle.PlanRefusedException;
import dev.persistence.lifecycle.PlanRefusedException.Reason;
import dev.persistence.lifecycle.anonymize.Anonymizer;
import dev.persistence.lifecycle.internal.Age;
import dev.persistence.lifecycle.internal.OldRows;
import dev.persistence.lifecycle.internal.RowSql;
import dev.persistence.lifecycle.internal.engine.RowValues;
import dev.persistence.lifecycle.internal.engine.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.Period;
import java.time.temporal.ChronoUnit;
import java.time.temporal.Temporal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows with which a policy wants something done at this time. Immutable. */
final class DueRows {

  /** How many rows are old enough and still there, and since when the first of them is. */
  record Overdue(long rows, Duration age) {

    Overdue plus(Overdue other) {
      return new Overdue(rows + other.rows, age.compareTo(other.age) < 0 ? other.age : age);
    }
  }

  final CatalogTable table;
  final @Nullable SqlFragment criteria;
  final OldRows old;
  final Age now;
  final @Nullable Anonymizer anonymizer;
  final @Nullable FileArchive files;
  final @Nullable CatalogTable archive;
  private final RetentionPolicy policy;
  private final RowSql sql;

  /** Refuses what makes no sense in this catalog. */
  DueRows(
      RetentionJobBuilder options, Catalog catalog, RetentionPolicy policy, Connection connection)
      throws SQLException {
    this.policy = policy;
    this.sql = new RowSql(catalog);
    this.table = catalog.table(policy.tableName());
    this.criteria = criteriaOf(options);
    this.old = new OldRows(catalog, table, Identifier.of(policy.timeColumn()));
    Clock clock = options.clock;
    this.now = clock == null ? old.now(connection) : old.at(clock);
    this.anonymizer = policy.anonymizeAfter() == null ? null : anonymizerOf(options);
    boolean archives = policy.archiveAfter() != null;
    this.files = archives ? options.files.get(table.name()) : null;
    this.archive = archives && files == null ? catalog.table(policy.archiveName()) : null;
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

  SqlFragment olderThan(Period age) {
    SqlFragment condition = old.until(now.less(age));
    return criteria == null ? condition : condition.and(criteria);
  }

  /** Counts the rows, here and in the archive, with which something ought to have been done. */
  Overdue overdue(Connection connection) throws SQLException {
    Period archiveAfter = policy.archiveAfter();
    Period goneAfter = archiveAfter == null ? policy.retentionPeriod() : archiveAfter;
    SqlFragment due = olderThan(goneAfter);
    Overdue overdue = count(connection, table, due, goneAfter);
    Period anonymizeAfter = policy.anonymizeAfter();
    if (anonymizer != null && anonymizeAfter != null) {
      SqlFragment open =
          olderThan(anonymizeAfter)
              .and(anonymizer.anonymizedRows().within("NOT COALESCE(", ", FALSE)"))
              .and(due.within("NOT (", ")"));
      overdue = overdue.plus(count(connection, table, open, anonymizeAfter));
    }
    Period kept = policy.retentionPeriod();
    return archive == null
        ? overdue
        : overdue.plus(count(connection, archive, olderThan(kept), kept));
  }

  private Overdue count(
      Connection connection, CatalogTable where, SqlFragment condition, Period after)
      throws SQLException {
    List<Identifier> time = List.of(old.time().name());
    String from = "SELECT COUNT(*), MIN(%s) FROM %s WHERE ";
    SqlFragment query =
        condition.within(from.formatted(sql.quote(old.time().name()), sql.quote(where)), "");
    return Sql.rows(
            connection,
            query,
            row -> {
              long rows = row.getLong(1);
              return rows == 0
                  ? new Overdue(0, Duration.ZERO)
                  : new Overdue(rows, age(RowValues.key(row, 2, time).values().get(0), after));
            })
        .get(0);
  }

  /** Returns for how long the row of this time has been older than it may become. */
  private Duration age(Object oldest, Period after) {
    Temporal cutoff = now.less(after);
    return oldest instanceof LocalDate day
        ? Duration.ofDays(day.until(cutoff, ChronoUnit.DAYS))
        : Duration.between((Temporal) oldest, cutoff);
  }
}
