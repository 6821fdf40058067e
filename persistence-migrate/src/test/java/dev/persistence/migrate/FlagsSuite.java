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
