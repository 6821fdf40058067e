package dev.persistence.migrate.internal.run;

import dev.persistence.core.Explanation;
import dev.persistence.migrate.ChecksumMismatchException;
import dev.persistence.migrate.MigrationAlreadyAppliedException;
import dev.persistence.migrate.MigrationState;
import dev.persistence.migrate.MigratorConfig;
import dev.persistence.migrate.Phase;
import dev.persistence.migrate.internal.operation.Workbench;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** Where one migration stands, and all that the runner's session needs to take it on from there. */
final class Stand {

  private final RunnerSession session;
  private final Work work;
  private final MigratorConfig config;
  private final Workbench workbench;
  private final History history;
  private final Journal journal;
  private final Checkpoints checkpoints;
  private final Shares shares;

  Stand(RunnerSession session, Work work, MigratorConfig config) throws SQLException {
    this.session = session;
    this.work = work;
    this.config = config;
    this.workbench = new Workbench(session.engine(), session.connection(), work.version());
    this.history = new History(session);
    this.journal = new Journal(session);
    this.checkpoints = new Checkpoints(session.engine(), work.version());
    this.shares = new Shares(session.engine());
  }

  RunnerSession session() {
    return session;
  }

  Connection connection() {
    return session.connection();
  }

  Work work() {
    return work;
  }

  String version() {
    return work.version();
  }

  MigratorConfig config() {
    return config;
  }

  Workbench workbench() {
    return workbench;
  }

  History history() {
    return history;
  }

  Journal journal() {
    return journal;
  }

  Checkpoints checkpoints() {
    return checkpoints;
  }

  Shares shares() {
    return shares;
  }

  /** Makes sure that the migration is the one that began. */
  void checkChecksum() throws SQLException {
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

  MigrationState state() throws SQLException {
    return history.state(work.version());
  }

  void refuseIfApplied() throws SQLException {
    if (state() == MigrationState.COMPLETED) {
      throw applied(work.version());
    }
  }

  static MigrationAlreadyAppliedException applied(String version) {
    return new MigrationAlreadyAppliedException(
        version,
        new Explanation(
            "Migration " + version + " was not applied again",
            "it is complete",
            "Nothing is to be done; run(migration) passes over it"));
  }

  /** Enters a phase, or goes on with it. */
  void enter(Phase phase, MigrationState state) throws SQLException {
    refuseIfApplied();
    history.move(work.version(), phase, state);
  }

  /** Makes the steps of a phase that are not made yet. */
  void steps(Phase phase) throws SQLException {
    new StepRunner(session, journal, config).run(version(), phase);
  }

  /** Waits until no instance goes by flags from before the state. */
  boolean waitForFlags() throws SQLException {
    return new FlagsWait(session, history, config).since(version());
  }

  /** Writes to the history. */
  interface Records {
    void write() throws SQLException;
  }

  /** Changes the history in one transaction. */
  void atOnce(Records records) throws SQLException {
    Connection connection = connection();
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
}
