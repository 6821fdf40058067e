package dev.persistence.migrate.internal.run;

import dev.persistence.core.Explanation;
import dev.persistence.migrate.GateRefusedException;
import dev.persistence.migrate.MigrationState;
import dev.persistence.migrate.MigrationStateException;
import dev.persistence.migrate.Phase;
import dev.persistence.migrate.VerificationFailedException;
import dev.persistence.migrate.VerifyReport;
import dev.persistence.migrate.internal.engine.HistoryTables;
import dev.persistence.migrate.internal.operation.Draft;
import dev.persistence.migrate.internal.operation.Sync;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** The way forward: one phase after the other, each from where it was left. */
public final class Forward {

  private final Stand stand;
  private final RowWork rows;

  Forward(Stand stand, DataSource dataSource) {
    this.stand = stand;
    this.rows =
        new RowWork(
            stand.session(), stand.config(), new RowWork.Place(dataSource, stand.version()));
  }

  public void expand() throws SQLException {
    stand.refuseIfApplied();
    MigrationState state = stand.state();
    if (state == MigrationState.PLANNED || state == MigrationState.ABORTED) {
      begin();
    }
    stand.enter(Phase.EXPAND, MigrationState.EXPANDING);
    stand.steps(Phase.EXPAND);
    stand.history().move(stand.version(), Phase.EXPAND, MigrationState.EXPANDED);
  }

  /** Writes the whole plan down, which is from then on what is done. */
  private void begin() throws SQLException {
    Draft draft = stand.work().draft(stand.workbench());
    stand.atOnce(
        () -> {
          stand
              .history()
              .insert(
                  new History.Beginning(
                      stand.version(),
                      stand.work().description(),
                      stand.work().checksum(),
                      Work.sql(draft, Phase.EXPAND, Phase.SWITCH, Phase.CONTRACT),
                      Work.sql(draft, Phase.ABORT)));
          stand.journal().write(stand.version(), draft.steps());
          stand.checkpoints().delete(stand.connection());
          stand.shares().delete(stand.connection(), stand.version());
          Gate.Events events = new Gate.Events(stand.workbench());
          events.delete(stand.work(), HistoryTables.CONFLICT);
          events.delete(stand.work(), HistoryTables.OLD_WRITE);
        });
  }

  /** Returns false if it was stopped before the end. */
  public boolean backfill() throws SQLException {
    stand.enter(Phase.BACKFILL, MigrationState.BACKFILLING);
    for (Sync sync : stand.work().syncs(stand.workbench())) {
      if (!rows.fill(sync)) {
        return false;
      }
    }
    stand.history().move(stand.version(), Phase.BACKFILL, MigrationState.BACKFILLED);
    return true;
  }

  public VerifyReport verify() throws SQLException {
    stand.enter(Phase.VERIFY, MigrationState.VERIFYING);
    VerifyReport report = rows.verify(stand.work().syncs(stand.workbench()));
    if (!report.mismatches().isEmpty()) {
      throw new VerificationFailedException(
          stand.version(),
          new Explanation(
              "Migration " + stand.version() + " was not verified",
              "rows contradict themselves: " + report.mismatches(),
              "Look at the keys in the report, mend the rows or the expressions, and verify again"),
          report);
    }
    stand.history().move(stand.version(), Phase.VERIFY, MigrationState.VERIFIED);
    return report;
  }

  public void switchTo() throws SQLException {
    stand.refuseIfApplied();
    MigrationState state = stand.state();
    if (state == MigrationState.VERIFIED) {
      stand.steps(Phase.SWITCH);
    }
    stand.history().move(stand.version(), Phase.SWITCH, MigrationState.SWITCHED);
  }

  /** Lets a share of a part's keys read what is new before the switch. */
  public void rollOut(String part, int percentage) throws SQLException {
    stand.refuseIfApplied();
    if (stand.state() != MigrationState.VERIFIED) {
      throw new MigrationStateException(
          stand.version(),
          new Explanation(
              "No share of migration " + stand.version() + " was rolled out",
              "it is " + stand.state() + "; old and new rows are known to agree in VERIFIED alone",
              "Verify first; after the switch everybody reads what is new"));
    }
    stand.shares().raise(stand.connection(), stand.version(), part, percentage);
  }

  public void contract() throws SQLException {
    stand.refuseIfApplied();
    if (stand.state() == MigrationState.SWITCHED) {
      refuseAtTheGate();
      if (stand.waitForFlags()) {
        refuseAtTheGate();
      }
    }
    stand.enter(Phase.CONTRACT, MigrationState.CONTRACTING);
    stand.steps(Phase.CONTRACT);
    stand.history().move(stand.version(), Phase.CONTRACT, MigrationState.COMPLETED);
  }

  private void refuseAtTheGate() throws SQLException {
    List<String> reasons =
        new Gate(stand.workbench(), stand.config())
            .reasons(stand.work(), stand.history().age(stand.version()));
    if (!reasons.isEmpty()) {
      throw new GateRefusedException(
          stand.version(),
          new Explanation(
              "Migration " + stand.version() + " was not contracted",
              String.join("; ", reasons),
              "Wait, or end what is named; everything stays usable as it is"));
    }
  }
}
