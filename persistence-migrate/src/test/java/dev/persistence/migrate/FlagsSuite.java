package dev.persistence.migrate;

import static dev.persistence.migrate.ReadSide.READ_NEW;
import static dev.persistence.migrate.ReadSide.READ_OLD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.testkit.fault.FaultyDataSource;
import dev.persistence.testkit.fault.JdbcOperation;
import dev.persistence.testkit.fault.SqlFault;
import dev.persistence.testkit.time.ManualTimeSource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The application reads the new side from the switch on, and only then. */
abstract class FlagsSuite {

  private final LiveDatabase database;
  private final Migrator migrator;
  private final Migration migration;
  private final ManualTimeSource time = ManualTimeSource.skipping();
  private final FaultyDataSource dataSource;
  private final SchemaFlags flags;

  FlagsSuite(LiveDatabase database) {
    this.database = database;
    this.migrator = database.migrator().build();
    this.migration = People.migration(database);
    this.dataSource = FaultyDataSource.wrap(database.dataSource());
    this.flags = SchemaFlags.of(dataSource).timeSource(time).maxAge(Duration.ofSeconds(1));
  }

  @BeforeEach
  void create() throws SQLException {
    People.create(database, 10);
  }

  @AfterEach
  void clear() throws SQLException {
    database.clear();
  }

  private ReadSide later() throws SQLException {
    time.advance(Duration.ofSeconds(1));
    return flags.side(People.VERSION);
  }

  @Test
  void sideFollowsTheMigration() throws SQLException {
    assertThat(flags.side(People.VERSION)).isEqualTo(READ_OLD);
    migrator.expand(migration);
    migrator.backfill(migration);
    migrator.verify(migration);
    assertThat(later()).isEqualTo(READ_OLD);
    migrator.switchTo(migration);
    assertThat(later()).isEqualTo(READ_NEW);
    migrator.revert(migration);
    assertThat(later()).isEqualTo(READ_OLD);
    migrator.run(migration);
    assertThat(later()).isEqualTo(READ_NEW);
  }

  private Set<Integer> onTheNewSide(String part) throws SQLException {
    time.advance(Duration.ofSeconds(1));
    Set<Integer> keys = new TreeSet<>();
    for (int key = 0; key < 1_000; key++) {
      if (flags.side(People.VERSION, part, key) == READ_NEW) {
        keys.add(key);
      }
    }
    return keys;
  }

  private void verified() throws SQLException {
    migrator.expand(migration);
    migrator.backfill(migration);
    migrator.verify(migration);
  }

  @Test
  void shareGrowsAndNobodyGoesBack() throws SQLException {
    verified();
    assertThat(onTheNewSide("berne")).isEmpty();
    migrator.rollOut(migration, 10);
    Set<Integer> few = onTheNewSide("berne");
    assertThat(few).hasSizeBetween(50, 150);
    migrator.rollOut(migration, 60);
    assertThat(onTheNewSide("berne")).containsAll(few).hasSizeBetween(500, 700);
    assertThat(flags.side(People.VERSION, 1)).isEqualTo(flags.side(People.VERSION, "none", 1));
    migrator.rollOut(migration, 100);
    assertThat(onTheNewSide("berne")).hasSize(1_000);
    assertThat(flags.side(People.VERSION)).isEqualTo(READ_OLD);
  }

  @Test
  void partHasAShareOfItsOwn() throws SQLException {
    verified();
    migrator.rollOut(migration, "berne", 100);
    assertThat(onTheNewSide("berne")).hasSize(1_000);
    assertThat(onTheNewSide("basle")).isEmpty();
  }

  @Test
  void shareIsNotMadeSmallerButTakenBack() throws SQLException {
    verified();
    migrator.rollOut(migration, 50);
    assertThatThrownBy(() -> migrator.rollOut(migration, 49))
        .isInstanceOf(MigrationStateException.class)
        .hasMessageContaining("50 %");
    migrator.rollOut(migration, 0);
    assertThat(onTheNewSide("")).isEmpty();
  }

  @Test
  void shareIsForVerifiedMigrationsAndGoesWithARevert() throws SQLException {
    migrator.expand(migration);
    assertThatThrownBy(() -> migrator.rollOut(migration, 1))
        .isInstanceOf(MigrationStateException.class);
    migrator.backfill(migration);
    migrator.verify(migration);
    migrator.rollOut(migration, 20);
    migrator.switchTo(migration);
    assertThat(onTheNewSide("")).hasSize(1_000);
    migrator.revert(migration);
    assertThat(onTheNewSide("")).isEmpty();
  }

  @Test
  void sideIsReadAgainWhenItIsTooOldAndNotBefore() throws SQLException {
    assertThat(flags.side(People.VERSION)).isEqualTo(READ_OLD);
    migrator.run(migration);
    assertThat(flags.side(People.VERSION)).isEqualTo(READ_OLD);
    assertThat(later()).isEqualTo(READ_NEW);
  }

  @Test
  void databaseThatDoesNotAnswerChangesNothing() throws SQLException {
    migrator.run(migration);
    assertThat(flags.side(People.VERSION)).isEqualTo(READ_NEW);
    dataSource.apply(SqlFault.on(JdbcOperation.GET_CONNECTION).sqlState("08001").always());
    assertThat(later()).isEqualTo(READ_NEW);
  }

  @Test
  void firstQuestionFailsWithTheDatabase() {
    dataSource.apply(SqlFault.on(JdbcOperation.GET_CONNECTION).sqlState("08001").always());
    assertThatThrownBy(() -> flags.side(People.VERSION)).isInstanceOf(SQLException.class);
  }
}
