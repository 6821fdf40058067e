package dev.persistence.migrate.internal.run;

import dev.persistence.core.sql.Dialect;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.migrate.MigratorConfig;
import dev.persistence.migrate.internal.engine.Engine;
import dev.persistence.migrate.internal.engine.HistoryTables;
import dev.persistence.migrate.internal.engine.Sql;
import dev.persistence.migrate.internal.operation.Operation;
import dev.persistence.migrate.internal.operation.Workbench;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Looks for evidence that what the contract phase drops is still in use. */
final class Gate {

  private final Workbench workbench;
  private final MigratorConfig config;
  private final Events events;

  Gate(Workbench workbench, MigratorConfig config) {
    this.workbench = workbench;
    this.config = config;
    this.events = new Events(workbench);
  }

  /** Returns each reason against; empty if there is none. */
  List<String> reasons(Work work, Duration sinceSwitch) throws SQLException {
    List<String> reasons = new ArrayList<>();
    if (sinceSwitch.compareTo(config.soak()) < 0) {
      reasons.add(
          "it was switched "
              + sinceSwitch.toSeconds()
              + " s ago, and "
              + config.soak()
              + " must pass in which an abort loses nothing");
    }
    List<String> old = oldInstances(workbench, config.instanceLife());
    if (!old.isEmpty()) {
      reasons.add("instances of an older version were seen just now: " + old);
    }
    for (Operation operation : work.operations()) {
      String id = workbench.triggerId(operation);
      long writes = events.within(id, HistoryTables.OLD_WRITE, config.quiet());
      if (writes > 0) {
        reasons.add(writes + " writes by old clients in the last " + config.quiet());
      }
    }
    reasons.addAll(work.obstacles(workbench));
    if (reasons.isEmpty()) { // It reads all rows, and the answer would be another one later.
      reasons.addAll(work.forbidden(workbench));
    }
    return reasons;
  }

  /** Returns the instances that were seen within the time and are older than the migration. */
  static List<String> oldInstances(Workbench workbench, Duration life) throws SQLException {
    Engine engine = workbench.engine();
    SqlFragment query =
        SqlFragment.of(
            "SELECT instance, version FROM "
                + engine.history().instances()
                + " WHERE version < ? AND seen_at > "
                + Events.ago(engine.history(), life)
                + " ORDER BY instance",
            workbench.version());
    return Sql.rows(
        workbench.connection(), query, row -> row.getString(1) + " (" + row.getString(2) + ")");
  }

  /** What triggers have recorded. */
  static final class Events {

    private final Connection connection;
    private final Engine engine;

    Events(Workbench workbench) {
      this.connection = workbench.connection();
      this.engine = workbench.engine();
    }

    static String ago(HistoryTables tables, Duration duration) {
      long micros = duration.toMillis() * 1_000;
      String interval =
          tables.dialect().equals(Dialect.postgreSql())
              ? "interval '" + micros + " microseconds'"
              : "INTERVAL " + micros + " MICROSECOND";
      return tables.now() + " - " + interval;
    }

    long within(String id, String kind, Duration duration) throws SQLException {
      return count(id, kind, " AND happened_at > " + ago(engine.history(), duration));
    }

    /** Forgets what was recorded so far. */
    void delete(Work work, String kind) throws SQLException {
      for (Operation operation : work.operations()) {
        Sql.update(
            connection,
            "DELETE FROM " + engine.history().events() + " WHERE id = ? AND kind = ?",
            new Workbench(engine, connection, work.version()).triggerId(operation),
            kind);
      }
    }

    private long count(String id, String kind, String more) throws SQLException {
      SqlFragment query =
          SqlFragment.of(
              "SELECT COUNT(*) FROM "
                  + engine.history().events()
                  + " WHERE id = ? AND kind = ?"
                  + more,
              id,
              kind);
      return Sql.rows(connection, query, row -> row.getLong(1)).get(0);
    }
  }
}
