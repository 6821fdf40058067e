package dev.persistence.migrate.internal.run;

import dev.persistence.core.Explanation;
import dev.persistence.migrate.ChecksumMismatchException;
import dev.persistence.migrate.DataLossException;
import dev.persistence.migrate.GateRefusedException;
import dev.persistence.migrate.MigrationAlreadyAppliedException;
import dev.persistence.migrate.MigrationState;
import dev.persistence.migrate.MigrationStateException;
import dev.persistence.migrate.MigrationStatus;
import dev.persistence.migrate.MigratorConfig;
import dev.persistence.migrate.Phase;
import dev.persistence.migrate.Plan;
import dev.persistence.migrate.VerificationFailedException;
import dev.persistence.migrate.VerifyReport;
import dev.persistence.migrate.internal.engine.Engine;
import dev.persistence.migrate.internal.engine.HistoryTables;
import dev.persistence.migrate.internal.engine.Sql;
import dev.persistence.migrate.internal.operation.Draft;
import dev.persistence.migrate.internal.operation.Operation;
import dev.persistence.migrate.internal.operation.Sync;
import dev.persistence.migrate.internal.operation.Workbench;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/** One runner's work on one migration, from taking the lock to giving it back. Not thread-safe. */
public final class Run implements AutoCloseable {

  /** In these nobody was ever told to read what is new. */
  private static final Set<MigrationState> NEVER_READ =
      Set.of(
          MigrationState.EXPANDING,
          MigrationState.EXPANDED,
          MigrationState.BACKFILLING,
          MigrationState.BACKFILLED);

  private final RunnerSession session;
  private final Work work;
  private final MigratorConfig config;
  private final Workbench workbench;
  private final History history;
  private final Journal journal;
  private final StepRunner steps;
  private final RowWork rows;
  private final Checkpoints checkpoints;
  private final Shares shares;
  private final FlagsWait flags;
  private final long startedNanos;

  private Run(RunnerSession session, Work work, MigratorConfig config, DataSource dataSource)
      throws SQLException {
    this.session = session;
    this.work = work;
    this.config = config;
    this.workbench = new Workbench(session.engine(), session.connection(), work.version());
    this.history = new History(session);
    this.journal = new Journal(session);
    this.steps = new StepRunner(session, journal, config);
    this.rows = new RowWork(session, config, new RowWork.Place(dataSource, work.version()));
    this.checkpoints = new Checkpoints(session.engine(), work.version());
    this.shares = new Shares(session.engine());
    this.flags = new FlagsWait(session, history, config);
    this.startedNanos = config.timeSource().nanos();
  }

  /** Takes the lock, and makes sure that the migration is the one that began. */
  public static Run open(DataSource dataSource, MigratorConfig config, Work work)
      throws SQLException {
    RunnerSession session = RunnerSession.open(dataSource, config);
    boolean opened = false;
    try {
      Run run = new Run(session, work, config, dataSource);
      run.checkChecksum();
      opened = true;
      return run;
    } finally {
      if (!opened) {
        session.close();
      }
    }
  }

  private void checkChecksum() throws SQLException {
    Optional<History.Entry> known = history.find(work.version());
    if (known.isPresent()
        && known.get().state() != MigrationState.ABORTED
        && known.get().state() != MigrationState.PLANNED
        && !known.get().checksum().equals(work.checksum())) {
      throw new ChecksumMismatchException(
          work.version(),
          new Explanation(
              "Migration " + work.version() + " was not continued",
              "its text is another one than when it began, or another migration has its version",
              "Take the text from before, and put what is new into a migration of its own"));
    }
  }

  /** Returns what would be done. */
  public static Plan plan(DataSource dataSource, Work work) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(true);
      Workbench workbench = new Workbench(Engine.of(connection), connection, work.version());
      return work.plan(work.draft(workbench));
    }
  }

  private MigrationState state() throws SQLException {
    return history.state(work.version());
  }

  private void refuseIfApplied() throws SQLException {
    if (state() == MigrationState.COMPLETED) {
      throw new MigrationAlreadyAppliedException(
          work.version(),
          new Explanation(
              "Migration " + work.version() + " was not applied again",
              "it is complete",
              "Nothing is to be done; run(migration) passes over it"));
    }
  }

  private void enter(Phase phase, MigrationState state) throws SQLException {
    refuseIfApplied();
    history.move(work.version(), phase, state);
  }

  public void expand() throws SQLException {
    refuseIfApplied();
    MigrationState state = state();
    if (state == MigrationState.PLANNED || state == MigrationState.ABORTED) {
      begin();
    }
    enter(Phase.EXPAND, MigrationState.EXPANDING);
    steps.run(work.version(), Phase.EXPAND);
    history.move(work.version(), Phase.EXPAND, MigrationState.EXPANDED);
  }

  /** Writes the whole plan down, which is from then on what is done. */
  private void begin() throws SQLException {
    Draft draft = work.draft(workbench);
    atOnce(
        () -> {
          history.insert(
              new History.Beginning(
                  work.version(),
                  work.description(),
                  work.checksum(),
                  Work.sql(draft, Phase.EXPAND, Phase.SWITCH, Phase.CONTRACT),
                  Work.sql(draft, Phase.ABORT)));
          journal.write(work.version(), draft.steps());
          checkpoints.delete(session.connection());
          shares.delete(session.connection(), work.version());
          Gate.Events events = new Gate.Events(workbench);
          events.delete(work, HistoryTables.CONFLICT);
          events.delete(work, HistoryTables.OLD_WRITE);
        });
  }

  private interface Records {
    void write() throws SQLException;
  }

  /** Changes the history in one transaction. */
  private void atOnce(Records records) throws SQLException {
    Connection connection = session.connection();
    connection.setAutoCommit(false);
    boolean committed = false;
    try {
      records.write();
      connection.commit();
      committed = true;
    } finally {
      if (!committed) {
        connection.rollback();
      }
      connection.setAutoCommit(true);
    }
  }

  /** Returns false if it was stopped before the end. */
  public boolean backfill() throws SQLException {
    enter(Phase.BACKFILL, MigrationState.BACKFILLING);
    for (Sync sync : work.syncs(workbench)) {
      if (!rows.fill(sync)) {
        return false;
      }
    }
    history.move(work.version(), Phase.BACKFILL, MigrationState.BACKFILLED);
    return true;
  }

  public VerifyReport verify() throws SQLException {
    enter(Phase.VERIFY, MigrationState.VERIFYING);
    VerifyReport report = rows.verify(work.syncs(workbench));
    if (!report.mismatches().isEmpty()) {
      throw new VerificationFailedException(
          work.version(),
          new Explanation(
              "Migration " + work.version() + " was not verified",
              "rows contradict themselves: " + report.mismatches(),
              "Look at the keys in the report, mend the rows or the expressions, and verify again"),
          report);
    }
    history.move(work.version(), Phase.VERIFY, MigrationState.VERIFIED);
    return report;
  }

  public void switchTo() throws SQLException {
    refuseIfApplied();
    MigrationState state = state();
    if (state == MigrationState.VERIFIED) {
      steps.run(work.version(), Phase.SWITCH);
    }
    history.move(work.version(), Phase.SWITCH, MigrationState.SWITCHED);
  }

  /** Lets a share of a part's keys read what is new before the switch. */
  public void rollOut(String part, int percentage) throws SQLException {
    refuseIfApplied();
    if (state() != MigrationState.VERIFIED) {
      throw new MigrationStateException(
          work.version(),
          new Explanation(
              "No share of migration " + work.version() + " was rolled out",
              "it is " + state() + "; old and new rows are known to agree in VERIFIED alone",
              "Verify first; after the switch everybody reads what is new"));
    }
    shares.raise(session.connection(), work.version(), part, percentage);
  }

  public void contract() throws SQLException {
    refuseIfApplied();
    if (state() == MigrationState.SWITCHED) {
      refuseAtTheGate();
      if (flags.since(work.version())) {
        refuseAtTheGate();
      }
    }
    enter(Phase.CONTRACT, MigrationState.CONTRACTING);
    steps.run(work.version(), Phase.CONTRACT);
    history.move(work.version(), Phase.CONTRACT, MigrationState.COMPLETED);
  }

  private void refuseAtTheGate() throws SQLException {
    List<String> reasons = new Gate(workbench, config).reasons(work, history.age(work.version()));
    if (!reasons.isEmpty()) {
      throw new GateRefusedException(
          work.version(),
          new Explanation(
              "Migration " + work.version() + " was not contracted",
              String.join("; ", reasons),
              "Wait, or end what is named; everything stays usable as it is"));
    }
  }

  public void revert() throws SQLException {
    enter(Phase.REVERT, MigrationState.REVERTING);
    steps.run(work.version(), Phase.REVERT);
    atOnce(
        () -> {
          // So that they are taken again with the next switch.
          journal.reopen(work.version(), Phase.SWITCH, Phase.REVERT);
          new Gate.Events(workbench).delete(work, HistoryTables.OLD_WRITE);
          shares.delete(session.connection(), work.version());
          history.move(work.version(), Phase.REVERT, MigrationState.VERIFIED);
        });
  }

  /** Counts the rows whose new value would be lost. */
  public long loss() throws SQLException {
    refuseIfApplied();
    long lost = 0;
    for (Operation.Loss loss : work.losses(workbench)) {
      String table = session.engine().dialect().quote(loss.table().name());
      lost +=
          Sql.number(
              session.connection(), "SELECT COUNT(*) FROM " + table + " WHERE " + loss.condition());
    }
    return lost;
  }

  public void abort(long acceptedLoss) throws SQLException {
    refuseIfApplied();
    MigrationState state = state();
    if (state.mayBecome(MigrationState.ABORTING) && state != MigrationState.ABORTING) {
      long lost = loss();
      if (lost > acceptedLoss) {
        throw new DataLossException(
            work.version(),
            new Explanation(
                "Migration " + work.version() + " was not aborted",
                lost + " rows hold a new value that the old columns cannot give back",
                "Go on instead, or accept the loss: abort(migration, " + lost + ")"));
      }
    }
    enter(Phase.ABORT, MigrationState.ABORTING);
    if (!NEVER_READ.contains(state)) {
      flags.since(work.version());
    }
    steps.run(work.version(), Phase.ABORT);
    checkpoints.delete(session.connection());
    journal.delete(work.version());
    history.move(work.version(), Phase.ABORT, MigrationState.ABORTED);
  }

  /** Goes as far as the gate lets it. */
  public void all() throws SQLException {
    boolean goesOn = true;
    while (goesOn) {
      goesOn = next();
    }
  }

  private boolean next() throws SQLException {
    switch (state()) {
      case PLANNED, ABORTED, EXPANDING -> expand();
      case EXPANDED, BACKFILLING -> {
        return backfill();
      }
      case BACKFILLED, VERIFYING -> verify();
      case VERIFIED -> switchTo();
      case SWITCHED, CONTRACTING -> {
        try {
          contract();
        } catch (GateRefusedException notYet) {
          return false;
        }
      }
      case REVERTING -> {
        revert();
        return false;
      }
      case ABORTING -> {
        abort(Long.MAX_VALUE);
        return false;
      }
      case COMPLETED -> {
        return false;
      }
    }
    return true;
  }

  public MigrationStatus status() throws SQLException {
    return Reports.status(workbench, work);
  }

  @Override
  public void close() throws SQLException {
    try {
      if (history.find(work.version()).isPresent()) {
        Duration time = Duration.ofNanos(config.timeSource().nanos() - startedNanos);
        history.addTime(work.version(), time);
      }
    } finally {
      session.close();
    }
  }
}
