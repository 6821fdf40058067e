package dev.persistence.core.sql;

/** What a failure that the database reported means for its caller, whatever the engine. */
public enum FailureKind {
  /** The transaction was rolled back since it cannot be ordered with others; run it again. */
  SERIALIZATION_FAILURE,
  /** The transaction, or its last statement, lost a deadlock; run the transaction again. */
  DEADLOCK,
  /** A lock was not to be had in time. */
  LOCK_TIMEOUT,
  /** There is no connection (any more); what was under way at that moment may have happened. */
  CONNECTION_LOST,
  /** The node, or the transaction, takes no writes. */
  READ_ONLY,
  /** A value exists that may exist only once. */
  UNIQUE_VIOLATION,
  /** Anything else. */
  OTHER;

  /** Tells whether the same transaction may succeed when it is simply run again. */
  public boolean isConflict() {
    return this == SERIALIZATION_FAILURE || this == DEADLOCK;
  }
}
