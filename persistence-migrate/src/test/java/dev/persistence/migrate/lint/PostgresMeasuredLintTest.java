package dev.persistence.migrate.lint;

import dev.persistence.migrate.LiveDatabase;
import dev.persistence.migrate.lint.Effect.Work;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/**
 * What the lint says is what the server does: each statement is run in a transaction, its locks,
 * its file and the rows it read are looked up, and it is rolled back.
 */
@WithPostgres
class PostgresMeasuredLintTest {

  private static final String ROWS =
      "INSERT INTO t SELECT g, 'v' || g, 'b', g, g, g, g, now(), now(), 'c', '{}', '10.0.0.0/8',"
          + " B'101', 'ok', 'ch', 1, gen_random_uuid(), true FROM generate_series(1, 2000) g";

  /** What a statement has done to the table. */
  private record Measured(TableLock lock, boolean rewritten, boolean scanned) {}

  @Test
  void locksRewritesAndScansAreThoseOfTheServer(PostgresCluster cluster) throws SQLException {
    LiveDatabase database = new LiveDatabase(cluster.primary().dataSource());
    database.execute(PostgresStatements.SETUP, "INSERT INTO o VALUES (1)", ROWS, "ANALYZE");
    SoftAssertions softly = new SoftAssertions();
    try (Connection connection = database.dataSource().getConnection()) {
      Lint lint = Lint.on(connection).withoutTransaction();
      connection.setAutoCommit(false);
      for (LintCase one : PostgresStatements.IN_TRANSACTION) {
        LintedStatement linted = lint.sql(one.sql()).statements().get(0);
        Measured measured = measure(connection, one.sql());
        softly.assertThat(LintCase.of(linted)).as("linted").isEqualTo(one);
        softly.assertThat(measured.lock()).as(one.sql()).isEqualTo(one.lock());
        if (linted.findings().stream().allMatch(Finding::isDangerous)) {
          boolean rewrites = one.work() == Work.REWRITE;
          softly.assertThat(measured.rewritten()).as("file of " + one.sql()).isEqualTo(rewrites);
          boolean scans = one.work() == Work.SCAN || rewrites;
          softly.assertThat(measured.scanned()).as("scan by " + one.sql()).isEqualTo(scans);
        }
      }
    }
    softly.assertAll();
  }

  private static Measured measure(Connection connection, String sql) throws SQLException {
    String table = one(connection, "SELECT 't'::regclass::oid");
    String file = "SELECT relfilenode FROM pg_class WHERE oid = " + table;
    String tuples = "SELECT pg_stat_get_xact_tuples_returned(" + table + ")";
    String fileBefore = one(connection, file);
    long tuplesBefore = Long.parseLong(one(connection, tuples));
    LiveDatabase.execute(connection, sql);
    boolean scanned = Long.parseLong(one(connection, tuples)) > tuplesBefore;
    String fileAfter = one(connection, file);
    boolean rewritten = !fileAfter.isEmpty() && !fileAfter.equals(fileBefore);
    List<String> modes =
        LiveDatabase.rows(
            connection,
            "SELECT mode FROM pg_locks WHERE pid = pg_backend_pid() AND relation = " + table);
    connection.rollback();
    return new Measured(strongest(modes), rewritten, scanned);
  }

  /** Returns the value, or empty text where there is no row. */
  private static String one(Connection connection, String query) throws SQLException {
    List<String> rows = LiveDatabase.rows(connection, query);
    return rows.isEmpty() ? "" : rows.get(0);
  }

  private static TableLock strongest(List<String> modes) {
    TableLock strongest = TableLock.NONE;
    for (String mode : modes) {
      String words = mode.replace("Lock", "").replaceAll("([a-z])([A-Z])", "$1_$2");
      TableLock lock = TableLock.valueOf(words.toUpperCase(Locale.ROOT));
      strongest = lock.compareTo(strongest) > 0 ? lock : strongest;
    }
    return strongest;
  }
}
