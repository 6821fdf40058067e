package dev.persistence.lifecycle;

import dev.persistence.core.Explanation;
import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.TableName;
import org.jspecify.annotations.Nullable;

/** What was asked for does not fit the database; it was refused before any row was touched. */
public final class PlanRefusedException extends LifecycleException {

  private static final long serialVersionUID = 1L;

  /** Why a plan is refused. */
  public enum Reason {
    UNKNOWN_TABLE,
    UNKNOWN_COLUMN,
    /** A row could not be named. */
    NO_PRIMARY_KEY,
    NOT_SOFT_DELETABLE,
    /** What becomes of the children of a foreign key was not said, or cannot be. */
    UNDECIDED_FOREIGN_KEY,
    /** A unique key counts deleted rows, or no live ones. */
    UNIQUE_KEY_COUNTS_DELETED,
    /** The column by which age is told is missing, is no time, or may hold NULL. */
    NO_TIME_COLUMN,
    /** A foreign key that leads to the table has no index. */
    UNINDEXED_FOREIGN_KEY,
    /** Two rows might get the same value of a unique column. */
    NOT_UNIQUE,
    /** A value would not fit into its column. */
    TOO_LONG,
    /** A column that must have a value would lose it. */
    NOT_NULL,
    /** A value of the wrong sort. */
    WRONG_TYPE,
    /** A key column would change, and a column that refers to it would not. */
    BROKEN_REFERENCE,
    /** Nothing says whose a row is. */
    NO_SUBJECT,
    /** Nothing says which tenant's a row is, nor that it is shared by all. */
    NO_TENANT,
    /** A policy refers to a condition that the job does not know. */
    UNKNOWN_CRITERIA,
    /** A policy wants rows anonymized, and nothing says how. */
    NO_ANONYMIZER,
    /** An archive is not like its source. */
    ARCHIVE_DRIFT,
    /** A table has no partitions by ranges of time, or these are not to be changed so. */
    NOT_PARTITIONED,
    /** The database has something that is not described. */
    DRIFT,
    /** The transaction reads from a snapshot, or there is none. */
    WRONG_TRANSACTION
  }

  private final Reason reason;
  private final transient @Nullable TableName table;
  private final transient @Nullable Identifier column;

  /**
   * Refuses what was asked of a column, a table or neither.
   *
   * @param table what it is about; null if it is about none
   * @param column the one in the table; null if it is about all of it
   */
  public PlanRefusedException(
      Reason reason,
      @Nullable TableName table,
      @Nullable Identifier column,
      Explanation explanation) {
    super(explanation, null);
    this.reason = reason;
    this.table = table;
    this.column = column;
  }

  public Reason reason() {
    return reason;
  }

  /** Returns the table it is about; null if it is about none, and after Java serialization. */
  public @Nullable TableName table() {
    return table;
  }

  /** Returns the column it is about; null if it is about none, and after Java serialization. */
  public @Nullable Identifier column() {
    return column;
  }
}
