package dev.persistence.migrate.internal.run;

import dev.persistence.core.Explanation;
import dev.persistence.core.sql.Dialect;
import dev.persistence.migrate.GateRefusedException;
import dev.persistence.migrate.Measurement;
import dev.persistence.migrate.MigrationState;
import dev.persistence.migrate.MigrationStateException;
import dev.persistence.migrate.MigrationStatus;
import dev.persistence.migrate.MigratorConfig;
import dev.persistence.migrate.Plan;
import dev.persistence.migrate.internal.engine.Engine;
import dev.persistence.migrate.internal.operation.Draft;
import dev.persistence.migrate.internal.operation.Workbench;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;

/** One runner's work on one migration, from taking the lock to giving it back. Not thread-safe. */
public final class Run implements AutoCloseable {

  private final RunnerSession session;
  private final MigratorConfig config;
  private final Stand stand;
  private final Forward forward;
  private final Backward backward;
  private final long startedNanos;

  private Run(RunnerSession session, Stand stand, DataSource dataSource) {
    this.session = session;
    this.config = stand.config();
    this.stand = stand;
    this.forward = new Forward(stand, dataSource);
    this.backward = new Backward(stand);
    this.startedNanos = config.timeSource().nanos();
  }

  /** Takes the lock, and makes sure that the migration is the one that began. */
  public static Run open(DataSource dataSource, MigratorConfig config, Work work)
      throws SQLException {
    RunnerSession session = RunnerSession.open(dataSource, config);
    boolean opened = false;
    try {
      Stand stand = new Stand(session, work, config);
      stand.checkChecksum();
      Run run = new Run(session, stand, dataSource);
      opened = true;
      return run;
    } finally {
      if (!opened) {
        session.close();
      }
    }
  }

  /** Returns what would be done. */
  public static Plan plan(DataSource dataSource, Work work) throws SQLException {
    try (Borrowed borrowed = Borrowed.of(dataSource)) {
      Connection connection = borrowed.connection();
      Workbench workbench = new Workbench(Engine.of(connection), connection, work.version());
      refuseIfBegun(workbench);
      return work.plan(work.draft(workbench));
    }
  }

  /** What it has made itself would look like something that is in its way. */
  private static void refuseIfBegun(Workbench workbench) throws SQLException {
    String version = workbench.version();
    MigrationState state =
        Reports.states(workbench.engine(), workbench.connection())
            .getOrDefault(version, MigrationState.PLANNED);
    if (state == MigrationState.COMPLETED) {
      throw Stand.applied(version);
    }
    if (state != MigrationState.PLANNED && state != MigrationState.ABORTED) {
      throw new MigrationStateException(
          version,
          new Explanation(
              "Migration " + version + " was not planned",
              "it is " + state + ", and its plan was made when it began",
              "Look at migration_steps, which has it; the status tells how far it is"));
    }
  }

  /** Makes what would be done on clones. */
  public static Measurement measure(DataSource dataSource, Work work) throws SQLException {
    try (Borrowed borrowed = Borrowed.of(dataSource)) {
      Connection connection = borrowed.connection();
      Workbench workbench = new Workbench(Engine.of(connection), connection, work.version());
      if (!workbench.engine().dialect().equals(Dialect.postgreSql())) {
        throw new UnsupportedOperationException(
            "steps are measured on PostgreSQL alone; each statement for "
                + workbench.engine().dialect().name()
                + " names the ALGORITHM that it may take, and the server refuses it otherwise");
      }
      refuseIfBegun(workbench);
      Draft draft = work.draft(workbench);
      return new Measurement(work.version(), new Measuring(workbench).measure(draft));
    }
  }

  public Forward forward() {
    return forward;
  }

  public Backward backward() {
    return backward;
  }

  /** Goes as far as the gate lets it. */
  public void all() throws SQLException {
    boolean goesOn = true;
    while (goesOn) {
      goesOn = next();
    }
  }

  private boolean next() throws SQLException {
    switch (stand.state()) {
      case PLANNED, ABORTED, EXPANDING -> forward.expand();
      case EXPANDED, BACKFILLING -> {
        return forward.backfill();
      }
      case BACKFILLED, VERIFYING -> forward.verify();
      case VERIFIED -> forward.switchTo();
      case SWITCHED, CONTRACTING -> {
        try {
          forward.contract();
        } catch (GateRefusedException notYet) {
          return false;
        }
      }
      case REVERTING -> {
        backward.revert();
        return false;
      }
      case ABORTING -> {
        // Nobody has accepted more here; what was dropped already is not counted again.
        backward.abort(0);
        return false;
      }
      case COMPLETED -> {
        return false;
      }
    }
    return true;
  }

  public MigrationStatus status() throws SQLException {
    return new Statuses(session.engine(), session.connection(), config.instanceLife())
        .of(List.of(stand.work()))
        .get(0);
  }

  @Override
  public void close() throws SQLException {
    try {
      if (stand.history().find(stand.version()).isPresent()) {
        Duration time = Duration.ofNanos(config.timeSource().nanos() - startedNanos);
        stand.history().addTime(stand.version(), time);
      }
    } finally {
      session.close();
    }
  }
}
