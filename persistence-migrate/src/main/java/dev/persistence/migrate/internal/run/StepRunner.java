package dev.persistence.migrate.internal.run;

import dev.persistence.core.Explanation;
import dev.persistence.core.sql.Dialect;
import dev.persistence.core.sql.FailureKind;
import dev.persistence.migrate.MigrationBusyException;
import dev.persistence.migrate.MigrationException;
import dev.persistence.migrate.MigratorConfig;
import dev.persistence.migrate.Phase;
import dev.persistence.migrate.internal.engine.Change;
import dev.persistence.migrate.internal.engine.Engine;
import dev.persistence.migrate.internal.engine.Sql;
import dev.persistence.migrate.internal.engine.Step;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the steps of a phase, each at most once: what the catalog shows as done is left out, and a
 * lock that is not to be had at once is given up and tried for again, so that nobody queues behind
 * it for long.
 *
 * <p>On PostgreSQL the changes of a step and its entry in the journal are one transaction.
 * Elsewhere each statement commits by itself; the table's lock hides the states in between.
 */
final class StepRunner {

  private final RunnerSession session;
  private final Connection connection;
  private final Engine engine;
  private final Journal journal;
  private final MigratorConfig config;

  StepRunner(RunnerSession session, Journal journal, MigratorConfig config) {
    this.session = session;
    this.connection = session.connection();
    this.engine = session.engine();
    this.journal = journal;
    this.config = config;
  }

  void run(String version, Phase phase) throws SQLException {
    for (Journal.Entry entry : journal.steps(version, phase)) {
      if (!entry.done()) {
        config.listener().starting(version, entry.planned());
        session.requireLock(version);
        patiently(version, entry);
        config.listener().finished(version, entry.planned());
      }
    }
  }

  private void patiently(String version, Journal.Entry entry) throws SQLException {
    Patience patience = new Patience(config);
    for (boolean again = false; ; again = true) {
      try {
        once(version, entry, again);
        return;
      } catch (SQLException failure) {
        if (!mayBeTriedAgain(failure)) {
          throw failed(version, entry, failure);
        }
        if (patience.isOver()) {
          throw busy(version, entry, failure);
        }
        if (!patience.pause()) {
          throw new SQLException("interrupted while waiting for a lock", failure);
        }
      }
    }
  }

  private boolean mayBeTriedAgain(SQLException failure) {
    FailureKind kind = engine.dialect().classify(failure);
    return kind == FailureKind.LOCK_TIMEOUT || kind.isConflict();
  }

  private void once(String version, Journal.Entry entry, boolean again) throws SQLException {
    Step step = entry.step();
    if (step.mode() == Step.Mode.ALONE) {
      for (Change change : step.changes()) {
        alone(change);
      }
      journal.done(version, entry);
    } else if (engine.dialect().equals(Dialect.postgreSql())) {
      together(version, entry, again);
    } else {
      underTableLock(entry);
      journal.done(version, entry);
    }
  }

  private void alone(Change change) throws SQLException {
    try {
      make(change);
    } catch (SQLException failure) {
      if (change.undo() != null) {
        takeBack(new ArrayDeque<>(List.of(change.undo())), failure);
      }
      throw failure;
    }
  }

  private void together(String version, Journal.Entry entry, boolean again) throws SQLException {
    engine.sessions().begin(connection, "");
    boolean committed = false;
    try {
      if (again) {
        for (String table : entry.quotedTables()) {
          engine.sessions().endMaintenance(connection, table);
        }
      }
      session.fence(connection, version);
      for (Change change : entry.step().changes()) {
        make(change);
      }
      journal.done(version, entry);
      engine.sessions().commit(connection);
      committed = true;
    } finally {
      if (!committed && !connection.isClosed()) { // As some pools do for what was refused.
        engine.sessions().rollback(connection);
      }
    }
  }

  private void underTableLock(Journal.Entry entry) throws SQLException {
    List<Change> open = open(entry);
    if (entry.quotedTables().size() != 1 || open.size() < 2) {
      for (Change change : open) {
        prepared(change);
      }
      return;
    }
    String table = entry.quotedTables().get(0);
    String preparation = tryUnderTableLock(table, open);
    if (preparation != null) {
      Sql.run(connection, preparation);
      String still = tryUnderTableLock(table, open(entry));
      if (still != null) {
        throw new SQLException("the server cannot do it in a moment, even after: " + still);
      }
    }
  }

  private List<Change> open(Journal.Entry entry) throws SQLException {
    List<Change> open = new ArrayList<>();
    for (Change change : entry.step().changes()) {
      if (!isMade(change)) {
        open.add(change);
      }
    }
    return open;
  }

  /** Returns null if all is made, or what must be run before it can be, and then nothing is. */
  private @Nullable String tryUnderTableLock(String table, List<Change> open) throws SQLException {
    Deque<String> undo = new ArrayDeque<>();
    engine.sessions().begin(connection, table);
    try {
      for (Change change : open) {
        try {
          Sql.run(connection, change.statement());
        } catch (SQLException failure) {
          takeBack(undo, failure);
          if (change.fallback() != null && engine.sessions().isUnsupported(failure)) {
            return change.fallback();
          }
          throw failure;
        }
        if (change.undo() != null) {
          undo.push(change.undo());
        }
      }
      return null;
    } finally {
      engine.sessions().commit(connection);
    }
  }

  /** Before the lock is given back, so that no writer has met a table without its triggers. */
  private void takeBack(Deque<String> undo, SQLException failure) {
    for (String statement : undo) {
      try {
        Sql.run(connection, statement);
      } catch (SQLException another) {
        failure.addSuppressed(another);
      }
    }
  }

  /** A change that is left of several, and can be made without the table's lock. */
  private void prepared(Change change) throws SQLException {
    try {
      Sql.run(connection, change.statement());
    } catch (SQLException failure) {
      if (change.fallback() == null || !engine.sessions().isUnsupported(failure)) {
        throw failure;
      }
      Sql.run(connection, change.fallback());
      Sql.run(connection, change.statement());
    }
  }

  private void make(Change change) throws SQLException {
    if (!isMade(change)) {
      execute(change);
    }
  }

  private boolean isMade(Change change) throws SQLException {
    String probe = change.probe();
    return probe != null && Sql.truth(connection, probe);
  }

  private void execute(Change change) throws SQLException {
    try {
      Sql.run(connection, change.statement());
    } catch (SQLException failure) {
      String fallback = change.fallback();
      if (fallback == null || !engine.sessions().isUnsupported(failure)) {
        throw failure;
      }
      Sql.run(connection, fallback);
    }
  }

  private static MigrationException failed(
      String version, Journal.Entry entry, SQLException failure) {
    return new MigrationException(
        version,
        new Explanation(
            "Migration " + version + " stopped at the step \"" + entry.step().name() + "\"",
            "the database says: " + failure.getMessage(),
            "Mend the cause and run it again, which goes on with this step" + wayOut(entry)),
        failure);
  }

  private static String wayOut(Journal.Entry entry) {
    return entry.phase() == Phase.CONTRACT || entry.phase() == Phase.ABORT
        ? "; there is no way back from here"
        : ", or abort it";
  }

  private MigrationBusyException busy(String version, Journal.Entry entry, SQLException failure)
      throws SQLException {
    boolean maintained = false;
    for (String table : entry.quotedTables()) {
      maintained |= engine.sessions().isMaintained(connection, table);
    }
    MigrationBusyException busy =
        new MigrationBusyException(
            version,
            new Explanation(
                "Migration " + version + " stopped at the step \"" + entry.step().name() + "\"",
                maintained
                    ? "an autovacuum of its table did not end for it, as one that prevents"
                        + " wraparound does not"
                    : "its table has been in use for "
                        + config.lockPatience()
                        + " whenever it was tried",
                maintained
                    ? "Wait until pg_stat_progress_vacuum no longer has it; then run it again"
                    : "Look for a long transaction on the table; then run it again"));
    busy.addSuppressed(failure);
    return busy;
  }
}
