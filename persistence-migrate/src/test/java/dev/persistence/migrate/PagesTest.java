package dev.persistence.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.core.keyset.Throttle;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A table without a key is filled page by page, whatever moves its rows meanwhile. */
@WithPostgres
class PagesTest {

  /** More than three batches. */
  private static final int ROWS = 1_000;

  private static final String UNFILLED = "SELECT COUNT(*) FROM event WHERE name IS NULL";

  private final LiveDatabase database;
  private final Migration migration =
      Migration.define("1", "a name")
          .table(
              "event",
              t ->
                  t.addColumn("name", "text")
                      .notNull()
                      .up("'n' || n")
                      .down("substr(name, 2)::int"));

  PagesTest(PostgresCluster cluster) {
    this.database = new LiveDatabase(cluster.primary().dataSource());
  }

  @BeforeEach
  void create() throws SQLException {
    database.execute(
        "CREATE TABLE event (n int NOT NULL, filler text)",
        "INSERT INTO event SELECT g, repeat('x', 400) FROM generate_series(1, " + ROWS + ") g");
    database.migrator().build().expand(migration);
  }

  @AfterEach
  void clear() throws SQLException {
    database.clear();
  }

  /** A migrator that does something once, when its first batch is committed. */
  private Migrator disturbedBy(String statement) {
    AtomicInteger batches = new AtomicInteger();
    MigrationListener disturbing =
        new MigrationListener() {
          @Override
          public void filled(String version, String subject, long rows) {
            if (batches.incrementAndGet() == 1) {
              try {
                database.execute(statement);
              } catch (SQLException failure) {
                throw new IllegalStateException(failure);
              }
            }
          }
        };
    return database.migrator().listener(disturbing).batches(100, Duration.ofMillis(1)).build();
  }

  @Test
  void rowThatMovesBehindTheLastPageIsFilledByWhoMovesIt() throws SQLException {
    disturbedBy("UPDATE event SET filler = 'moved' WHERE n > 500").backfill(migration);
    assertThat(database.number(UNFILLED)).isZero();
  }

  @Test
  void tableThatIsBuiltAnewIsBegunAnew() throws SQLException {
    database.execute("DELETE FROM event WHERE n % 2 = 0");
    disturbedBy("VACUUM FULL event").backfill(migration);
    assertThat(database.number(UNFILLED)).isZero();
  }

  @Test
  void stoppedBackfillGoesOnBehindItsLastPage() throws SQLException {
    AtomicInteger asked = new AtomicInteger();
    Throttle failing =
        rows -> {
          if (asked.incrementAndGet() > 2) {
            throw new IllegalStateException("stop");
          }
          return Throttle.Pause.none();
        };
    Migrator stopped = database.migrator().throttle(failing).build();
    assertThatThrownBy(() -> stopped.backfill(migration)).isInstanceOf(IllegalStateException.class);
    Migrator migrator = database.migrator().build();
    assertThat(migrator.status(migration).rowsFilled()).isBetween(1L, ROWS - 1L);
    migrator.backfill(migration);
    assertThat(migrator.status(migration).rowsFilled()).isEqualTo(ROWS);
  }

  @Test
  void contradictionIsFoundAndMended() throws SQLException {
    Migrator migrator = database.migrator().build();
    migrator.backfill(migration);
    database.execute(
        "ALTER TABLE event DISABLE TRIGGER ALL",
        "UPDATE event SET name = 'n0' WHERE n = 7",
        "ALTER TABLE event ENABLE TRIGGER ALL");
    VerifyReport report = migrator.verify(migration);
    assertThat(report.repaired()).isEqualTo(1);
    assertThat(report.rows()).isEqualTo(ROWS);
    assertThat(database.rows("SELECT name FROM event WHERE n = 7")).containsExactly("n7");
  }

  @Test
  void partitionedTableWithoutAKeyIsRefused() throws SQLException {
    database.execute("CREATE TABLE part (n int) PARTITION BY RANGE (n)");
    Migration other =
        Migration.define("2", "x").table("part", t -> t.addColumn("x", "int").up("n"));
    assertThatThrownBy(() -> database.migrator().build().plan(other))
        .isInstanceOf(InvalidMigrationException.class)
        .hasMessageContaining("primary key");
  }
}
