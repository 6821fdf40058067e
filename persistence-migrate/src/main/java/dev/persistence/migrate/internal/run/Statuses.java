package dev.persistence.migrate.internal.run;

import dev.persistence.core.sql.SqlFragment;
import dev.persistence.core.sql.TableName;
import dev.persistence.migrate.MigrationState;
import dev.persistence.migrate.MigrationStatus;
import dev.persistence.migrate.internal.engine.Engine;
import dev.persistence.migrate.internal.engine.HistoryTables;
import dev.persistence.migrate.internal.engine.Sql;
import dev.persistence.migrate.internal.operation.Operation;
import dev.persistence.migrate.internal.operation.Workbench;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How far migrations are: a few queries for all of them, and a few more for each that is under way.
 *
 * @param instanceLife how long an instance counts that was seen
 */
record Statuses(Engine engine, Connection connection, Duration instanceLife) {

  private record Known(MigrationState state, Duration time) {

    private boolean isUnderWay() {
      return state != MigrationState.COMPLETED && state != MigrationState.ABORTED;
    }
  }

  /** What the triggers of one operation have recorded. */
  private record Event(String id, String kind) {}

  static MigrationStatus unknown(Work work) {
    return new MigrationStatus(
        work.version(), MigrationState.PLANNED, 0, -1, 0, 0, 0, Duration.ZERO);
  }

  List<MigrationStatus> of(List<Work> works) throws SQLException {
    Map<String, Known> known = known();
    Map<String, Long> filled = filled();
    Map<Event, Long> events = events();
    List<MigrationStatus> statuses = new ArrayList<>();
    for (Work work : works) {
      Known found = known.get(work.version());
      statuses.add(
          found == null
              ? unknown(work)
              : new MigrationStatus(
                  work.version(),
                  found.state(),
                  filled.getOrDefault(work.version(), 0L),
                  found.isUnderWay() ? expected(work) : -1,
                  sum(events, work, HistoryTables.CONFLICT),
                  sum(events, work, HistoryTables.OLD_WRITE),
                  found.isUnderWay() ? oldInstances(work) : 0,
                  found.time()));
    }
    return statuses;
  }

  private Map<String, Known> known() throws SQLException {
    Map<String, Known> known = new HashMap<>();
    String query = "SELECT version, state, execution_time_ms FROM " + engine.history().migrations();
    Sql.rows(
        connection,
        SqlFragment.of(query),
        row ->
            known.put(
                row.getString(1),
                new Known(
                    MigrationState.valueOf(row.getString(2)), Duration.ofMillis(row.getLong(3)))));
    return known;
  }

  private Map<String, Long> filled() throws SQLException {
    Map<String, Long> filled = new HashMap<>();
    String query =
        "SELECT version, SUM(row_count) FROM "
            + engine.history().checkpoints()
            + " GROUP BY version";
    Sql.rows(
        connection, SqlFragment.of(query), row -> filled.put(row.getString(1), row.getLong(2)));
    return filled;
  }

  private Map<Event, Long> events() throws SQLException {
    Map<Event, Long> events = new HashMap<>();
    String query =
        "SELECT id, kind, COUNT(*) FROM " + engine.history().events() + " GROUP BY id, kind";
    Sql.rows(
        connection,
        SqlFragment.of(query),
        row -> events.put(new Event(row.getString(1), row.getString(2)), row.getLong(3)));
    return events;
  }

  private long sum(Map<Event, Long> events, Work work, String kind) {
    Workbench workbench = new Workbench(engine, connection, work.version());
    return work.operations().stream()
        .mapToLong(one -> events.getOrDefault(new Event(workbench.triggerId(one), kind), 0L))
        .sum();
  }

  private long expected(Work work) throws SQLException {
    long expected = 0;
    for (Operation operation : work.operations()) {
      Optional<TableName> table = operation.filled();
      long rows = table.isEmpty() ? 0 : engine.catalog().rows(connection, table.get());
      if (rows < 0) {
        return -1;
      }
      expected += rows;
    }
    return expected;
  }

  /** Asks as the gate does, since databases and Java may order versions differently. */
  private long oldInstances(Work work) throws SQLException {
    return Gate.oldInstances(new Workbench(engine, connection, work.version()), instanceLife)
        .size();
  }
}
