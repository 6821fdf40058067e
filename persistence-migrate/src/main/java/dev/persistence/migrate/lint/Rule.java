package dev.persistence.migrate.lint;

import java.util.Locale;

/** A rule of the lint; its name in comments and reports is {@link #id}. */
public enum Rule {
  ADD_COLUMN_REWRITE(Hazard.BLOCKS, "a new column's value differs from row to row"),
  ADD_COLUMN_NOT_NULL(Hazard.FAILS, "a new column forbids NULL and has no default"),
  ADD_COLUMN_UNIQUE(Hazard.BLOCKS, "a new column brings an index or a check along"),
  CHANGE_TYPE(Hazard.BLOCKS, "another type needs every row written anew"),
  SET_NOT_NULL(Hazard.BLOCKS, "NULL is forbidden after a look at every row"),
  ADD_CHECK(Hazard.BLOCKS, "a condition is added after a look at every row"),
  ADD_FOREIGN_KEY(Hazard.BLOCKS, "a foreign key is added after a look at every row"),
  ADD_UNIQUE(Hazard.BLOCKS, "a unique constraint builds its index while writers wait"),
  ADD_PRIMARY_KEY(Hazard.BLOCKS, "a primary key builds its index while writers wait"),
  DROP_PRIMARY_KEY(Hazard.BLOCKS, "the rows are ordered anew while writers wait"),
  ADD_EXCLUDE(Hazard.BLOCKS, "an exclusion constraint builds its index while readers wait"),
  CREATE_INDEX(Hazard.BLOCKS, "an index is built while writers wait"),
  DROP_INDEX(Hazard.BLOCKS, "an index is dropped under the lock of its table"),
  REINDEX(Hazard.BLOCKS, "an index is rebuilt while writers wait"),
  NOT_IN_TRANSACTION(Hazard.FAILS, "the statement fails within a transaction"),
  CONCURRENTLY_IF_NOT_EXISTS(Hazard.FAILS, "a broken index would be kept for a good one"),
  REWRITE_TABLE(Hazard.BLOCKS, "the whole table is written anew"),
  CONVERT_CHARSET(Hazard.BLOCKS, "text is converted while writers wait"),
  PARTITION_TABLE(Hazard.BLOCKS, "rows move between partitions while writers wait"),
  ATTACH_PARTITION(Hazard.BLOCKS, "every row of a new partition is read"),
  REFRESH_VIEW(Hazard.BLOCKS, "a materialized view is refreshed while readers wait"),
  LOCK_TABLE(Hazard.BLOCKS, "a table is locked by hand"),
  LOCK_HELD(Hazard.BLOCKS, "a strong lock is kept while the transaction goes on with long work"),
  READ_LOCKS(Hazard.BLOCKS, "the rows of a copied table are locked for writers"),
  UPDATE_ALL(Hazard.BLOCKS, "every row is changed in one transaction"),
  TRUNCATE(Hazard.LOSES, "all rows go"),
  DROP_PARTITION(Hazard.LOSES, "the rows of a partition go"),
  DROP_COLUMN(Hazard.BREAKS, "old versions of the application use the column"),
  RENAME_COLUMN(Hazard.BREAKS, "old versions of the application use the old name"),
  RENAME_TABLE(Hazard.BREAKS, "old versions of the application use the old name"),
  RENAME_VALUE(Hazard.BREAKS, "old versions of the application write the old value"),
  DROP_TABLE(Hazard.BREAKS, "old versions of the application use the table"),
  DROP_OBJECT(Hazard.BREAKS, "old versions of the application may use it"),
  UNSEEN_CODE(Hazard.UNCLEAR, "what runs is not in the text"),
  NOT_UNDERSTOOD(Hazard.UNCLEAR, "the statement was not understood");

  /** Why a rule is one. */
  public enum Hazard {
    /** Readers or writers wait for longer than a moment, or may have to. */
    BLOCKS,
    /** It fails, here or for an old version of the application. */
    FAILS,
    /** It fails old versions of the application, and so belongs into the contract phase. */
    BREAKS,
    /** Rows go, of which nobody keeps a copy. */
    LOSES,
    /** Nothing can be said. */
    UNCLEAR
  }

  private final Hazard hazard;
  private final String summary;

  Rule(Hazard hazard, String summary) {
    this.hazard = hazard;
    this.summary = summary;
  }

  /** Returns the name: small letters and hyphens. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public Hazard hazard() {
    return hazard;
  }

  /** Returns what it is about, in half a sentence. */
  public String summary() {
    return summary;
  }

  @Override
  public String toString() {
    return id();
  }
}
