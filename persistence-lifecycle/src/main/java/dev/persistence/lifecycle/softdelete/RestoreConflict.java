package dev.persistence.lifecycle.softdelete;

import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.TableName;

/**
 * A reason for which a deletion cannot be restored as it stands.
 *
 * @param kind what is in the way
 * @param table of the rows that cannot come back
 * @param constraint the foreign key or unique index that is concerned; the table's name if none
 * @param rows how many rows
 */
public record RestoreConflict(Kind kind, TableName table, Identifier constraint, long rows) {

  /** What is in the way of a restore. */
  public enum Kind {
    /** The parent is deleted, by another deletion; restore that one first. */
    PARENT_DELETED,
    /** A live row has the value of a unique key by now. */
    UNIQUE_TAKEN,
    /** A legal hold keeps the row as it is. */
    HELD,
    /**
     * The row is not there any more: purged, erased, or moved to where it is not looked for. It
     * does not come back; {@link SoftDelete#restoreRest} brings back the others.
     */
    GONE
  }

  @Override
  public String toString() {
    return kind + " for " + rows + " rows of \"" + table + "\" by \"" + constraint + "\"";
  }
}
