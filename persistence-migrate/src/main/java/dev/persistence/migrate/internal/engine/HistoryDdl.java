package dev.persistence.migrate.internal.engine;

import dev.persistence.core.sql.Dialect;
import java.util.ArrayList;
import java.util.List;

/**
 * How the tables of the history are created: {@code $text}, {@code $time} and {@code $number} stand
 * for the database's own words.
 */
record HistoryDdl(HistoryTables tables) {

  private static final String MIGRATIONS =
      """
      version varchar(100) PRIMARY KEY, description varchar(200) NOT NULL,
      migration_sql $text NOT NULL, rollback_sql $text NOT NULL, checksum varchar(64) NOT NULL,
      phase varchar(20) NOT NULL, state varchar(20) NOT NULL, state_at $time NOT NULL,
      applied_at $time NULL, applied_by varchar(200) NULL, execution_time_ms bigint NOT NULL\
      """;

  private static final String STEPS =
      """
      version varchar(100) NOT NULL, phase varchar(20) NOT NULL, step_no int NOT NULL,
      change_no int NOT NULL, name varchar(300) NOT NULL, lock_taken varchar(40) NOT NULL,
      run_mode varchar(20) NOT NULL, table_names varchar(600) NULL, statement $text NOT NULL,
      fallback $text NULL, probe $text NULL, undone_by $text NULL, state varchar(20) NOT NULL,
      finished_at $time NULL, PRIMARY KEY (version, phase, step_no, change_no)\
      """;

  private static final String CHECKPOINTS =
      """
      version varchar(100) NOT NULL, task varchar(60) NOT NULL, position $text NULL,
      row_count bigint NOT NULL, complete int NOT NULL, updated_at $time NOT NULL,
      PRIMARY KEY (version, task)\
      """;

  private static final String INSTANCES =
      """
      instance varchar(200) PRIMARY KEY, version varchar(100) NOT NULL, seen_at $time NOT NULL\
      """;

  private static final String EVENTS =
      """
      event_no $number PRIMARY KEY, id varchar(60) NOT NULL, kind varchar(20) NOT NULL,
      happened_at $time NOT NULL\
      """;

  /** Along which the gate counts those of one migration and of the last hour. */
  private static final String EVENTS_INDEX = "migration_events_of (id, kind, happened_at)";

  private static final String SHARES =
      """
      version varchar(100) NOT NULL, part varchar(200) NOT NULL, percentage int NOT NULL,
      PRIMARY KEY (version, part)\
      """;

  private static final String BEAT = "one int PRIMARY KEY, beat_ms bigint NOT NULL";
  private static final String RUNNER = "one int PRIMARY KEY, epoch bigint NOT NULL";

  /** Returns the statements that create what is missing; where the last is, all are. */
  List<String> statements() {
    List<String> statements = new ArrayList<>();
    statements.add(table(tables.migrations(), MIGRATIONS));
    statements.add(table(tables.steps(), STEPS));
    statements.add(table(tables.checkpoints(), CHECKPOINTS));
    statements.add(table(tables.instances(), INSTANCES));
    statements.add(table(tables.shares(), SHARES));
    String index = isPostgreSql() ? "" : ", INDEX " + EVENTS_INDEX;
    statements.add(table(tables.events(), EVENTS + index));
    if (isPostgreSql()) {
      String name = EVENTS_INDEX.replaceFirst(" ", " ON " + tables.events() + " ");
      statements.add("CREATE INDEX IF NOT EXISTS " + name);
      // Writers need no right on our tables: the function runs with those of the runner.
      statements.add(
          "CREATE OR REPLACE FUNCTION "
              + tables.noteFunction()
              + "(text, text) RETURNS void LANGUAGE sql SECURITY DEFINER"
              + " SET search_path = pg_catalog, pg_temp AS $$ INSERT INTO "
              + tables.events()
              + " (id, kind, happened_at) VALUES ($1, $2, statement_timestamp()) $$");
      // Many take that from everybody by default.
      statements.add(
          "GRANT EXECUTE ON FUNCTION " + tables.noteFunction() + "(text, text) TO PUBLIC");
    }
    statements.add(table(tables.beat(), BEAT));
    statements.add(table(tables.runner(), RUNNER));
    return statements;
  }

  private boolean isPostgreSql() {
    return tables.dialect().equals(Dialect.postgreSql());
  }

  private String table(String name, String columns) {
    String start = "CREATE TABLE IF NOT EXISTS " + name + " (";
    return isPostgreSql()
        ? start + postgreSql(columns) + ")"
        : start + mySql(columns) + ") CHARACTER SET utf8mb4 COLLATE utf8mb4_bin";
  }

  private static String postgreSql(String columns) {
    return columns
        .replace("$text", "text")
        .replace("$time", "timestamptz")
        .replace("$number", "bigint GENERATED ALWAYS AS IDENTITY");
  }

  private static String mySql(String columns) {
    return columns
        .replace("$text", "mediumtext")
        .replace("$time", "datetime(6)")
        .replace("$number", "bigint NOT NULL AUTO_INCREMENT");
  }
}
