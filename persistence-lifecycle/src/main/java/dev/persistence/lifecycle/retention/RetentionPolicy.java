package dev.persistence.lifecycle.retention;

import dev.persistence.core.Arguments;
import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.TableName;
import java.time.LocalDate;
import java.time.Period;
import org.jspecify.annotations.Nullable;

/**
 * How long rows of a table are kept, and what becomes of them on the way: anonymized in place, then
 * moved into the archive, then removed for good. Immutable.
 *
 * <pre>{@code
 * RetentionPolicy.of("users", "created_at", Period.ofYears(7))
 *     .anonymizeAfter(Period.ofYears(2))
 *     .archiveAfter(Period.ofYears(3))
 *     .legalBasis("contract, section 4");
 * }</pre>
 *
 * <p>All periods are 1 day to 100 years and count from the row's time; none but the first is
 * needed, and each is longer than the one before. A table with an {@link #archiveAfter} has an
 * archive of the same schema, named as the table and then {@code _archive}.
 *
 * @param id 1 to 80 characters; the table's name unless {@link #named} differently
 * @param table in the schema of the catalog
 * @param timeColumn by which age is told; a row in which it is NULL is kept for ever
 * @param retentionPeriod after which rows are removed
 * @param archiveAfter after which they are moved into the archive, or null
 * @param anonymizeAfter after which they are anonymized, or null
 * @param criteria the name of a condition of the job that limits the rows, or null
 * @param legalBasis why they are kept, or must not be: up to 500 characters
 */
public record RetentionPolicy(
    String id,
    String table,
    String timeColumn,
    Period retentionPeriod,
    @Nullable Period archiveAfter,
    @Nullable Period anonymizeAfter,
    @Nullable String criteria,
    String legalBasis) {

  private static final LocalDate ORIGIN = LocalDate.EPOCH;

  public RetentionPolicy {
    Arguments.inRange("length of id", Arguments.name("id", id).length(), 1, 80);
    Identifier.of(table);
    Identifier.of(timeColumn);
    Arguments.inRange(
        "length of legalBasis", Arguments.notNull("legalBasis", legalBasis).length(), 0, 500);
    if (criteria != null) {
      Arguments.inRange("length of criteria", Arguments.name("criteria", criteria).length(), 1, 80);
    }
    check("retentionPeriod", retentionPeriod);
    Period next = retentionPeriod;
    if (archiveAfter != null) {
      check("archiveAfter", archiveAfter);
      checkOrder("archiveAfter", archiveAfter, next);
      next = archiveAfter;
    }
    if (anonymizeAfter != null) {
      check("anonymizeAfter", anonymizeAfter);
      checkOrder("anonymizeAfter", anonymizeAfter, next);
    }
  }

  private static void check(String option, Period period) {
    Arguments.inRange(option + " in days", days(Arguments.notNull(option, period)), 1, 36_600);
  }

  private static long days(Period period) {
    return ORIGIN.plus(period).toEpochDay();
  }

  private static void checkOrder(String option, Period period, Period later) {
    if (days(period) >= days(later)) {
      throw new IllegalArgumentException(option + " is " + period + "; allowed: below " + later);
    }
  }

  /** Returns the policy that rows of the table are removed at this age. */
  public static RetentionPolicy of(String table, String timeColumn, Period retentionPeriod) {
    return new RetentionPolicy(table, table, timeColumn, retentionPeriod, null, null, null, "");
  }

  /** Names the policy, so that there can be several of a table, each with its criteria. */
  public RetentionPolicy named(String id) {
    return new RetentionPolicy(
        id, table, timeColumn, retentionPeriod, archiveAfter, anonymizeAfter, criteria, legalBasis);
  }

  public RetentionPolicy archiveAfter(Period period) {
    return new RetentionPolicy(
        id, table, timeColumn, retentionPeriod, period, anonymizeAfter, criteria, legalBasis);
  }

  public RetentionPolicy anonymizeAfter(Period period) {
    return new RetentionPolicy(
        id, table, timeColumn, retentionPeriod, archiveAfter, period, criteria, legalBasis);
  }

  /** Limits the policy to the rows that meet the condition which the job knows by this name. */
  public RetentionPolicy criteria(String name) {
    return new RetentionPolicy(
        id, table, timeColumn, retentionPeriod, archiveAfter, anonymizeAfter, name, legalBasis);
  }

  public RetentionPolicy legalBasis(String basis) {
    return new RetentionPolicy(
        id, table, timeColumn, retentionPeriod, archiveAfter, anonymizeAfter, criteria, basis);
  }

  TableName tableName() {
    return TableName.of(table);
  }

  TableName archiveName() {
    return TableName.of(table + "_archive");
  }
}
