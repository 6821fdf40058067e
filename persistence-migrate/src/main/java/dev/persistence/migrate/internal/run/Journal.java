package dev.persistence.migrate.internal.run;

import dev.persistence.core.sql.SqlFragment;
import dev.persistence.migrate.Phase;
import dev.persistence.migrate.PlannedStep;
import dev.persistence.migrate.internal.engine.Change;
import dev.persistence.migrate.internal.engine.HistoryTables;
import dev.persistence.migrate.internal.engine.LockTaken;
import dev.persistence.migrate.internal.engine.Sql;
import dev.persistence.migrate.internal.engine.Step;
import dev.persistence.migrate.internal.operation.Draft.Placed;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The table {@code migration_steps}: the whole plan, written once, and what of it is done. */
final class Journal {

  private static final String DONE = "DONE";
  private static final String OPEN = "OPEN";
  private static final int LONGEST_NAME = 300;

  private final Connection connection;
  private final HistoryTables tables;
  private final String now;

  Journal(RunnerSession session) {
    this.connection = session.connection();
    this.tables = session.engine().history();
    this.now = tables.now();
  }

  /**
   * A step as recorded.
   *
   * @param quotedTables the tables that it locks, as far as that is known
   */
  record Entry(Phase phase, int number, Step step, List<String> quotedTables, boolean done) {

    PlannedStep planned() {
      return Journal.planned(phase, step);
    }
  }

  static PlannedStep planned(Phase phase, Step step) {
    return new PlannedStep(
        phase,
        step.name(),
        step.lock().name(),
        step.lock().blocks(),
        step.changes().stream().map(Change::statement).toList());
  }

  void write(String version, Map<Phase, List<Placed>> steps) throws SQLException {
    delete(version);
    for (Map.Entry<Phase, List<Placed>> phase : steps.entrySet()) {
      for (int step = 0; step < phase.getValue().size(); step++) {
        Placed placed = phase.getValue().get(step);
        for (int change = 0; change < placed.step().changes().size(); change++) {
          insert(version, placed, new Place(phase.getKey(), step, change));
        }
      }
    }
  }

  /** Where in the plan a change is. */
  private record Place(Phase phase, int step, int change) {}

  private void insert(String version, Placed placed, Place place) throws SQLException {
    Step step = placed.step();
    Change change = step.changes().get(place.change());
    Sql.update(
        connection,
        "INSERT INTO "
            + tables.steps()
            + " (version, phase, step_no, change_no, name, lock_taken, run_mode, table_names,"
            + " statement, fallback, probe, undone_by, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
            + " ?, ?, ?)",
        version,
        place.phase().name(),
        place.step(),
        place.change(),
        head(step.name()),
        step.lock().name(),
        step.mode().name(),
        tables.listed(placed.tables()),
        change.statement(),
        change.fallback(),
        change.probe(),
        change.undo(),
        OPEN);
  }

  /** Of many columns there may be more than the table has room for. */
  private static String head(String name) {
    int longest = Math.min(LONGEST_NAME, name.codePointCount(0, name.length()));
    return name.substring(0, name.offsetByCodePoints(0, longest));
  }

  void delete(String version) throws SQLException {
    Sql.update(connection, "DELETE FROM " + tables.steps() + " WHERE version = ?", version);
  }

  /** Returns the steps of the phase in their order. */
  List<Entry> steps(String version, Phase phase) throws SQLException {
    SqlFragment query =
        SqlFragment.of(
            "SELECT step_no, name, lock_taken, run_mode, table_names, statement, fallback, probe,"
                + " undone_by, state FROM "
                + tables.steps()
                + " WHERE version = ? AND phase = ? ORDER BY step_no, change_no",
            version,
            phase.name());
    List<Entry> entries = new ArrayList<>();
    Sql.rows(
        connection,
        query,
        row -> {
          Change change =
              new Change(row.getString(6), row.getString(7), row.getString(8), row.getString(9));
          int number = row.getInt(1);
          int last = entries.size() - 1;
          List<Change> changes = new ArrayList<>();
          if (last >= 0 && entries.get(last).number() == number) {
            changes.addAll(entries.remove(last).step().changes());
          }
          changes.add(change);
          Step step =
              new Step(
                  row.getString(2),
                  LockTaken.valueOf(row.getString(3)),
                  Step.Mode.valueOf(row.getString(4)),
                  changes);
          List<String> quoted = HistoryTables.unlisted(row.getString(5));
          boolean done = row.getString(10).equals(DONE);
          return entries.add(new Entry(phase, number, step, quoted, done));
        });
    return entries;
  }

  /** Forgets that the phases were taken. */
  void reopen(String version, Phase... phases) throws SQLException {
    for (Phase phase : phases) {
      Sql.update(
          connection,
          "UPDATE "
              + tables.steps()
              + " SET state = ?, finished_at = NULL WHERE version = ? AND phase = ?",
          OPEN,
          version,
          phase.name());
    }
  }

  /** Records that all changes of the step are made. */
  void done(String version, Entry entry) throws SQLException {
    Sql.update(
        connection,
        "UPDATE "
            + tables.steps()
            + " SET state = ?, finished_at = "
            + now
            + " WHERE version = ? AND phase = ? AND step_no = ?",
        DONE,
        version,
        entry.phase().name(),
        entry.number());
  }
}
