package dev.persistence.migrate;

import java.util.Set;

/**
 * How far a migration has come, and where it may go from there.
 *
 * <p>A state that ends in -ING is left by finishing what it names; a run that was killed in it goes
 * on with it. From {@link #CONTRACTING} there is only the way forward.
 */
public enum MigrationState {
  /** Known, and nothing was changed. */
  PLANNED,
  /** New columns and triggers are being made. */
  EXPANDING,
  /** Old and new versions of the application both work, and see each other's writes. */
  EXPANDED,
  /** Rows from before are being filled. */
  BACKFILLING,
  /** Every row has its new values. */
  BACKFILLED,
  /** Rows are being compared. */
  VERIFYING,
  /** Old and new values were seen to agree in every row. */
  VERIFIED,
  /** The application reads the new values; the old ones are still kept. */
  SWITCHED,
  /** The application is being told to read the old values again. */
  REVERTING,
  /** What only the old version needs is being dropped. */
  CONTRACTING,
  /** Done; the old version of the application no longer works. */
  COMPLETED,
  /**
   * What was made is being dropped. Before that begins, what would be lost is counted again; if
   * that is more than was accepted, the migration is put back into the state that it was in.
   */
  ABORTING,
  /** As if it had never begun; may be expanded again. */
  ABORTED;

  private static final Set<MigrationState> ABORTABLE =
      Set.of(
          EXPANDING,
          EXPANDED,
          BACKFILLING,
          BACKFILLED,
          VERIFYING,
          VERIFIED,
          SWITCHED,
          REVERTING,
          ABORTING);

  /** Tells whether a migration in this state may enter the next; staying is always allowed. */
  public boolean mayBecome(MigrationState next) {
    return next == this || (next == ABORTING && ABORTABLE.contains(this)) || next(next);
  }

  private boolean next(MigrationState next) {
    return switch (this) {
      case PLANNED, ABORTED -> next == EXPANDING;
      case EXPANDING -> next == EXPANDED;
      case EXPANDED -> next == BACKFILLING;
      case BACKFILLING -> next == BACKFILLED;
      // A comparison may be repeated for as long as nobody relies on its result.
      case BACKFILLED, VERIFIED -> next == VERIFYING || (this == VERIFIED && next == SWITCHED);
      case VERIFYING -> next == VERIFIED;
      case SWITCHED -> next == CONTRACTING || next == REVERTING;
      case REVERTING -> next == VERIFIED;
      case CONTRACTING -> next == COMPLETED;
      case ABORTING -> next == ABORTED;
      case COMPLETED -> false;
    };
  }
}
