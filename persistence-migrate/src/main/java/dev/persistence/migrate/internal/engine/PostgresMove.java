package dev.persistence.migrate.internal.engine;

/**
 * The bodies of the functions that keep a column in step with its successor in another table.
 *
 * <p>Each writes where the values differ alone, so that the triggers of one table, set off by those
 * of the other, find nothing left to do: no session has to know who began.
 *
 * <p>A client of the old side has locked its row before that of the target, a client of the new
 * side the other way round. So that neither is ended for it, the new side gives up waiting when
 * somebody waits for it in turn: what it leaves behind is an old side that is older, which all that
 * comes later can tell by the values.
 *
 * <p>They have the rights of the runner and are set off by clients, who may have a type of any name
 * in their temporary schema, which comes before the catalog. So each name has its schema.
 */
record PostgresMove(PostgresSql sql, HistoryTables history, Moving moving) {

  /** Fills in the names: those of both tables and of their columns, and what tells values apart. */
  private String with(String text) {
    return text.replace("$source", sql.quote(moving.source().name()))
        .replace("$target", sql.quote(moving.target().name()))
        .replace("$column", sql.quote(moving.column().name()))
        .replace("$key", sql.quote(moving.key()))
        .replace("$referring", sql.quote(moving.referring()))
        .replace("$differs", PostgresSql.DIFFERS)
        .replace("$note", history.noteFunction())
        .replace("$id", moving.id());
  }

  /** Runs after a row of the source has changed. */
  String fromSource() {
    String update =
        """
        UPDATE $target AS t SET $column = NEW.$column WHERE t.$referring = NEW.$key
          AND ROW(t.$column)::pg_catalog.record $differs ROW(NEW.$column)::pg_catalog.record;
        """;
    String create =
        """
        IF NOT FOUND AND NEW.$column IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM $target AS t WHERE t.$referring = NEW.$key) THEN
          INSERT INTO $target AS t ($referring, $column) VALUES (NEW.$key, NEW.$column)
            ON CONFLICT ($referring) DO UPDATE SET $column = EXCLUDED.$column;
        END IF;
        """;
    return with(update + (moving.create() ? create : "") + "RETURN NULL;\n");
  }

  /** Runs before a row of the target is inserted: one without a value has that of the source. */
  String beforeInsert() {
    return with(
        """
        SELECT s.$column INTO NEW.$column FROM $source AS s WHERE s.$key = NEW.$referring
          FOR NO KEY UPDATE;
        RETURN NEW;
        """);
  }

  String variables() {
    return "began pg_catalog.timestamptz; patience pg_catalog.text; before pg_catalog.text;";
  }

  /**
   * Runs after a row of the target has changed. A row that goes, or is given to another one, takes
   * its value along if it is there for the sake of the value; else the application decides.
   */
  String fromTarget() {
    String gone = "IF TG_OP = 'UPDATE' AND OLD.$referring IS DISTINCT FROM NEW.$referring THEN\n";
    String deleted = "IF TG_OP = 'DELETE' THEN\n" + CLEAR + "RETURN NULL;\nEND IF;\n";
    String cleared = deleted + gone + CLEAR + "END IF;\n";
    return with((moving.create() ? cleared : "") + WRITE_OR_WAIT);
  }

  private static final String CLEAR =
      """
      UPDATE $source AS s SET $column = NULL
        WHERE s.$key = OLD.$referring AND s.$column IS NOT NULL;
      """;

  private static final String WRITE =
      "UPDATE $source AS s SET $column = NEW.$column WHERE s.$key = NEW.$referring"
          + " AND ROW(s.$column)::pg_catalog.record $differs ROW(NEW.$column)::pg_catalog.record;";

  /** In turns that are shorter than the server's patience with a deadlock. */
  private static final String WRITE_OR_WAIT =
      """
      PERFORM 1 FROM $source AS s WHERE s.$key = NEW.$referring FOR NO KEY UPDATE SKIP LOCKED;
      IF FOUND OR NEW.$column IS NULL THEN
        $write
        RETURN NULL;
      END IF;
      began := pg_catalog.clock_timestamp();
      before := pg_catalog.current_setting('lock_timeout');
      patience := pg_catalog.ceil(least(100, extract(epoch FROM
        pg_catalog.current_setting('deadlock_timeout')::interval) * 250))::int::pg_catalog.text;
      WHILE EXISTS (SELECT 1 FROM $source AS s WHERE s.$key = NEW.$referring
          AND ROW(s.$column)::pg_catalog.record $differs ROW(NEW.$column)::pg_catalog.record) LOOP
        BEGIN
          PERFORM pg_catalog.set_config('lock_timeout', patience, true);
          $write
          PERFORM pg_catalog.set_config('lock_timeout', before, true);
          EXIT;
        EXCEPTION WHEN lock_not_available THEN
          IF EXISTS (SELECT 1 FROM pg_catalog.pg_locks AS l WHERE NOT l.granted
                AND pg_catalog.pg_backend_pid() = ANY (pg_catalog.pg_blocking_pids(l.pid)))
              OR (before <> '0'
                AND pg_catalog.clock_timestamp() - began >= before::interval) THEN
            PERFORM $note('$id', 'CONFLICT');
            EXIT;
          END IF;
        END;
      END LOOP;
      RETURN NULL;
      """
          .replace("$write", WRITE);

  /**
   * Makes both sides of a row the same. Where the new one holds nothing it has not been filled;
   * where it holds something else it is the later.
   */
  String settle() {
    String create =
        """
        IF zz_ours IS NOT NULL THEN
          INSERT INTO $target ($referring, $column) VALUES (zz_wanted, zz_ours)
            ON CONFLICT ($referring) DO NOTHING;
        END IF;
        """;
    return with(
        """
        SELECT s.$column INTO zz_ours FROM $source AS s WHERE s.$key = zz_wanted FOR NO KEY UPDATE;
        IF NOT FOUND THEN
          RETURN;
        END IF;
        SELECT t.$column INTO zz_theirs FROM $target AS t WHERE t.$referring = zz_wanted
          FOR NO KEY UPDATE;
        IF NOT FOUND THEN
          $create
        ELSIF zz_theirs IS NULL THEN
          UPDATE $target AS t SET $column = zz_ours
            WHERE t.$referring = zz_wanted AND zz_ours IS NOT NULL;
        ELSE
          UPDATE $source AS s SET $column = zz_theirs WHERE s.$key = zz_wanted
            AND ROW(s.$column)::pg_catalog.record $differs ROW(zz_theirs)::pg_catalog.record;
        END IF;
        """
            .replace("$create", moving.create() ? create : "NULL;"));
  }

  /** Runs before the values are brought in step, so that it sees what the statement meant. */
  String watch() {
    return with(
        """
        IF ROW((SELECT t.$column FROM $target AS t WHERE t.$referring = NEW.$key))::pg_catalog.record
            $differs ROW(NEW.$column)::pg_catalog.record THEN
          PERFORM $note('$id', 'OLD_WRITE');
        END IF;
        RETURN NULL;
        """);
  }
}
