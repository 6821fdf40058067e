package dev.persistence.migrate.internal.engine;

import java.util.List;

/** The triggers that keep old and new columns in step. */
public interface Triggers {

  /** Returns the changes that create the triggers. */
  List<Change> create(DualWrite dualWrite);

  /** Returns the changes that create the triggers. */
  List<Change> create(Fill fill);

  /**
   * Returns the changes that drop the triggers of either kind.
   *
   * @param created the changes that made them
   */
  List<Change> drop(String id, Table table, List<Change> created);

  /** Returns the changes that create triggers which record each write to the old side alone. */
  List<Change> createWatch(DualWrite dualWrite);

  /** Returns the changes that drop those triggers. */
  List<Change> dropWatch(String id, Table table);

  /**
   * Returns the triggers that keep a column in step with its successor in another table.
   *
   * @throws UnsupportedOperationException with the reason, where the database has no safe way
   */
  MoveTriggers moving(Moving moving);

  /** Returns the statement that lets the writes of this transaction pass the triggers. */
  String bypass(String id);

  /** Returns the statement that ends the bypass; empty where the transaction's end does. */
  String endBypass();
}
