package dev.persistence.migrate.internal.run;

import dev.persistence.core.Explanation;
import dev.persistence.migrate.DataLossException;
import dev.persistence.migrate.GateRefusedException;
import dev.persistence.migrate.MigrationState;
import dev.persistence.migrate.Phase;
import dev.persistence.migrate.internal.engine.HistoryTables;
import dev.persistence.migrate.internal.engine.Sql;
import dev.persistence.migrate.internal.operation.Operation;
import dev.persistence.migrate.internal.operation.VersionViews;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/** The way back: the switch is taken back, or all that was made is dropped. */
public final class Backward {

  /** In these nobody was ever told to read what is new. */
  private static final Set<MigrationState> NEVER_READ =
      Set.of(
          MigrationState.EXPANDING,
          MigrationState.EXPANDED,
          MigrationState.BACKFILLING,
          MigrationState.BACKFILLED);

  private final Stand stand;

  Backward(Stand stand) {
    this.stand = stand;
  }

  public void revert() throws SQLException {
    stand.enter(Phase.REVERT, MigrationState.REVERTING);
    stand.steps(Phase.REVERT);
    stand.atOnce(
        () -> {
          // So that they are taken again with the next switch.
          stand.journal().reopen(stand.version(), Phase.SWITCH, Phase.REVERT);
          new Gate.Events(stand.workbench()).delete(stand.work(), HistoryTables.OLD_WRITE);
          stand.shares().delete(stand.connection(), stand.version());
          stand.history().move(stand.version(), Phase.REVERT, MigrationState.VERIFIED);
        });
  }

  /** Counts the rows whose new value would be lost. */
  public long loss() throws SQLException {
    stand.refuseIfApplied();
    long lost = 0;
    for (Operation.Loss loss : stand.work().losses(stand.workbench())) {
      String table = stand.session().engine().dialect().quote(loss.table().name());
      lost +=
          Sql.number(
              stand.connection(), "SELECT COUNT(*) FROM " + table + " WHERE " + loss.condition());
    }
    return lost;
  }

  public void abort(long acceptedLoss) throws SQLException {
    stand.refuseIfApplied();
    MigrationState state = stand.state();
    boolean begins = state != MigrationState.ABORTING && state.mayBecome(MigrationState.ABORTING);
    if (begins) {
      refuse(acceptedLoss, "Go on instead, or accept the loss");
    }
    Phase phase = stand.history().phase(stand.version());
    stand.enter(Phase.ABORT, MigrationState.ABORTING);
    if (!NEVER_READ.contains(state)) {
      stand.waitForFlags();
    }
    if (begins) {
      refuseSince(acceptedLoss, phase, state);
    } else if (stand.journal().steps(stand.version(), Phase.ABORT).stream()
        .noneMatch(Journal.Entry::done)) {
      // Whoever began it was killed before that count, and it may have been long ago.
      refuse(acceptedLoss, "Accept the loss");
    }
    stand.steps(Phase.ABORT);
    stand.checkpoints().delete(stand.connection());
    stand.journal().delete(stand.version());
    stand.history().move(stand.version(), Phase.ABORT, MigrationState.ABORTED);
  }

  private void refuse(long acceptedLoss, String remedy) throws SQLException {
    refuseNeeded();
    refuseLoss(acceptedLoss, remedy);
  }

  /** A step that cannot drop a view would leave the migration in the middle of the way back. */
  private void refuseNeeded() throws SQLException {
    List<String> needed = VersionViews.needing(stand.workbench(), Phase.ABORT);
    if (!needed.isEmpty()) {
      throw new GateRefusedException(
          stand.version(),
          new Explanation(
              "Migration " + stand.version() + " was not aborted",
              String.join("; ", needed),
              "Drop what is named, or let it use the tables themselves; nothing was dropped"));
    }
  }

  private void refuseLoss(long acceptedLoss, String remedy) throws SQLException {
    long lost = loss();
    if (lost > acceptedLoss) {
      throw new DataLossException(
          stand.version(),
          new Explanation(
              "Migration " + stand.version() + " was not aborted",
              lost + " rows hold a new value that the old columns cannot give back",
              remedy + ": abort(migration, " + lost + ")"));
    }
  }

  /** Looks once more when nobody is told to use the new side any longer. */
  private void refuseSince(long acceptedLoss, Phase phase, MigrationState state)
      throws SQLException {
    try {
      refuse(acceptedLoss, "Go on instead, or accept the loss");
    } catch (DataLossException | GateRefusedException refused) {
      // Nothing is dropped, and both sides have followed each other all the while.
      stand.history().putBack(stand.version(), phase, state);
      throw refused;
    }
  }
}
