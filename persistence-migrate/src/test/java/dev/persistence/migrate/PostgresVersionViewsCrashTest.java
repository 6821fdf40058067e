package dev.persistence.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Views of two versions, of a migration on top of another one, by runners that crash. */
@WithPostgres
class PostgresVersionViewsCrashTest {

  private static final int STRIDE =
      Math.max(1, 31 / Integer.getInteger("persistence.test.scale", 1));

  private static final Migration FIRST =
      Migration.define("1", "full names")
          .table("users", t -> t.renameColumn("name", "full_name"))
          .versionViews("app_1");

  private static final Migration SECOND =
      Migration.define("2", "names of another kind")
          .table("users", t -> t.renameColumn("full_name", "label"))
          .table("orders", t -> t.dropColumn("note"))
          .versionViews("app_2", "app_1");

  private final LiveDatabase database;

  PostgresVersionViewsCrashTest(PostgresCluster cluster) {
    this.database = new LiveDatabase(cluster.primary().dataSource());
  }

  @AfterEach
  void clear() throws SQLException {
    database.clear();
  }

  private void begin() throws SQLException {
    database.clear();
    database.execute(
        "CREATE TABLE users (id int PRIMARY KEY, name text)",
        "CREATE TABLE orders (id int PRIMARY KEY, note text)",
        "INSERT INTO users SELECT g, 'n' || g FROM generate_series(1, 300) g");
    database.migrator().build().run(FIRST);
  }

  /** Returns false if there was nothing left to crash. */
  private boolean crash(int statement) throws SQLException {
    begin();
    CrashingDataSource crashing = new CrashingDataSource(database.newSessions(), statement);
    try {
      Migrator.builder(crashing)
          .gate(Duration.ZERO, Duration.ZERO)
          .flagsAge(Duration.ZERO)
          .batches(100, Duration.ofMillis(1))
          .build()
          .run(SECOND);
    } catch (SQLException | RuntimeException | CrashingDataSource.Crash expected) {
      // A program that has crashed is not asked how it felt.
      assertThat(expected).isNotNull();
    }
    return crashing.hasCrashed();
  }

  /** Returns what the catalog says, of views with what becomes of them. */
  private List<String> catalog() throws SQLException {
    List<String> catalog = new ArrayList<>(database.catalog());
    catalog.addAll(
        database.rows(
            "SELECT c.oid::regclass, pg_get_viewdef(c.oid), reloptions, relacl,"
                + " obj_description(c.oid, 'pg_class') FROM pg_class c WHERE"
                + " starts_with(c.relnamespace::regnamespace::text, 'app_') ORDER BY 1::text"));
    catalog.addAll(database.versionSchemas());
    return catalog;
  }

  @Test
  void nextRunOrAbortFinishesWhatACrashLeft() throws SQLException {
    begin();
    List<String> old = catalog();
    Migrator migrator = database.migrator().build();
    migrator.run(SECOND);
    List<String> done = catalog();
    assertThat(done).filteredOn(line -> line.startsWith("app_")).hasSize(3).contains("app_2");
    int crashes = 0;
    while (crash(1 + STRIDE * crashes)) {
      crashes++;
      MigrationState state = migrator.status(SECOND).state();
      boolean mayAbort = state.mayBecome(MigrationState.ABORTING);
      if (mayAbort && crashes % 2 == 0) {
        migrator.abort(SECOND);
        assertThat(catalog()).as("abort %s in %s", crashes, state).isEqualTo(old);
      } else {
        migrator.run(SECOND);
        assertThat(catalog()).as("crash %s in %s", crashes, state).isEqualTo(done);
        assertThat(database.number("SELECT count(*) FROM app_2.users WHERE label = 'n' || id"))
            .isEqualTo(300);
      }
    }
    assertThat(crashes).isGreaterThan(4);
  }
}
