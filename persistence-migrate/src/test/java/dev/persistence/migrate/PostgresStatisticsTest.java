package dev.persistence.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a backfill has PostgreSQL look at a table's key, by which it walks. */
@WithPostgres
class PostgresStatisticsTest {

  /** So few that it does not matter when their insertion is reported. */
  private static final int ROWS = 40;

  /** What is reported of a session's writes may be late, so it is asked for. */
  private static final String REPORT = "SELECT pg_stat_force_next_flush()";

  private final LiveDatabase database;
  private final Migrator migrator;
  private final Migration migration;

  PostgresStatisticsTest(PostgresCluster cluster) {
    this.database = new LiveDatabase(cluster.primary().dataSource());
    this.migrator = database.migrator().build();
    this.migration = People.migration(database);
  }

  @BeforeEach
  void create() throws SQLException {
    People.create(database, ROWS);
  }

  @AfterEach
  void clear() throws SQLException {
    database.clear();
  }

  private void backfill() throws SQLException {
    migrator.expand(migration);
    migrator.backfill(migration);
  }

  private long analyzed() throws SQLException {
    return database.number("SELECT pg_stat_get_analyze_count('person'::regclass)");
  }

  @Test
  void keyOfATableThatNobodyHasAnalyzedIsLookedAtAndNothingElse() throws SQLException {
    backfill();
    assertThat(database.rows("SELECT attname FROM pg_stats WHERE tablename = 'person'"))
        .containsExactly("id");
  }

  @Test
  void tableOfWhichAllIsKnownIsNotLookedAtAgain() throws SQLException {
    database.execute("DELETE FROM person WHERE id = 1", REPORT, "ANALYZE person");
    backfill();
    assertThat(analyzed()).isOne();
  }

  @Test
  void tableThatHasChangedSinceIsLookedAtAgain() throws SQLException {
    String update = "UPDATE person SET note = 'x'";
    database.execute("ANALYZE person", update, update, REPORT);
    backfill();
    assertThat(analyzed()).isEqualTo(2);
  }
}
