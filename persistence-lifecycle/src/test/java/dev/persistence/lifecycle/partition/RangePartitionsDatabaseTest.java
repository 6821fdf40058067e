package dev.persistence.lifecycle.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.core.sql.TableName;
import dev.persistence.core.transaction.Transactions;
import dev.persistence.lifecycle.Attribution;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.CatalogBuilder;
import dev.persistence.lifecycle.LifecycleTables;
import dev.persistence.lifecycle.LiveDatabase;
import dev.persistence.lifecycle.PlanRefusedException;
import dev.persistence.lifecycle.PlanRefusedException.Reason;
import dev.persistence.lifecycle.hold.LegalHolds;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Partitions by ranges of time on PostgreSQL. */
@WithPostgres
class RangePartitionsDatabaseTest {

  private static final Attribution ANNA = new Attribution("case 17", "anna");
  private static final LocalDate NEW_YEAR = LocalDate.of(2026, 1, 1);

  private final LiveDatabase database;

  RangePartitionsDatabaseTest(PostgresCluster cluster) {
    this.database = new LiveDatabase(cluster.primary().dataSource());
  }

  @AfterEach
  void clear() throws SQLException {
    database.clear();
    database.execute("DROP SCHEMA IF EXISTS partman CASCADE");
  }

  private Catalog catalog() throws SQLException {
    CatalogBuilder tables = Catalog.builder().table("events", t -> t.subject("user_id"));
    return database.number("SELECT COUNT(*) FROM pg_tables WHERE tablename = 'events_archive'") > 0
        ? database.scan(tables.table("events_archive", t -> t.subject("user_id")))
        : database.scan(tables);
  }

  private RangePartitions events(String type, PartitionStep step) throws SQLException {
    database.execute(
        "CREATE TABLE events (id bigint GENERATED ALWAYS AS IDENTITY, user_id bigint, at "
            + type
            + " NOT NULL, note text DEFAULT 'none', PRIMARY KEY (id, at)) PARTITION BY RANGE (at)",
        "CREATE INDEX events_by_user ON events (user_id)");
    database.execute(LifecycleTables.ddl(catalog()));
    return again(step);
  }

  private RangePartitions again(PartitionStep step) throws SQLException {
    return RangePartitions.of(database.dataSource(), catalog(), TableName.of("events"), step);
  }

  private static List<String> names(List<TableName> tables) {
    return tables.stream().map(table -> table.name().name()).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "DAY, timestamptz, events_p20251231 events_p20260101 events_p20260102",
    "MONTH, date, events_p20251201 events_p20260101 events_p20260201",
    "YEAR, timestamp, events_p20250101 events_p20260101 events_p20270101"
  })
  void partitionsAreMadeAheadAndOnlyOnce(PartitionStep step, String type, String expected)
      throws SQLException {
    RangePartitions events = events(type, step);
    assertThat(names(events.createAhead(NEW_YEAR.minusDays(1), 1)))
        .isEqualTo(List.of(expected.split(" ", -1)).subList(0, 2));
    assertThat(names(events.createAhead(NEW_YEAR.minusDays(1), 2)))
        .isEqualTo(List.of(expected.split(" ", -1)).subList(2, 3));
    assertThat(events.list()).hasSize(3).noneMatch(Partition::isDefault);
    assertThat(events.list().get(1).from()).isEqualTo(NEW_YEAR.atStartOfDay());
    database.execute("INSERT INTO events (user_id, at) VALUES (1, '2026-01-01 12:00:00')");
    assertThat(database.rows("SELECT note FROM events_p20260101")).containsExactly("none");
  }

  @Test
  void oldPartitionsGoAndTheLastOneStays() throws SQLException {
    RangePartitions events = events("timestamptz", PartitionStep.MONTH);
    events.createAhead(NEW_YEAR, 3);
    database.execute(
        "INSERT INTO events (user_id, at) SELECT n, TIMESTAMPTZ '2026-01-15 00:00:00+00' + n *"
            + " INTERVAL '1 month' FROM generate_series(0, 3) n");
    PartitionReport report = events.dropBefore(LocalDate.of(2026, 3, 31));
    assertThat(names(report.dropped())).containsExactly("events_p20260101", "events_p20260201");
    assertThat(report.held()).isEmpty();
    assertThat(database.rows("SELECT user_id FROM events ORDER BY user_id"))
        .containsExactly("2", "3");
    assertThat(
            database.rows(
                "SELECT relname FROM pg_class WHERE relkind = 'r' AND relname LIKE 'events%'"
                    + " ORDER BY relname"))
        .containsExactly("events_p20260301", "events_p20260401");
    refused(() -> events.dropBefore(LocalDate.of(2030, 1, 1)), "none would be left");
    assertThat(events.list()).hasSize(2);
    assertThat(events.dropBefore(LocalDate.of(2026, 3, 31)).dropped()).isEmpty();
  }

  @Test
  void heldPartitionStaysAttached() throws SQLException {
    RangePartitions events = events("timestamptz", PartitionStep.YEAR);
    events.createAhead(NEW_YEAR, 1);
    database.execute(
        "INSERT INTO events (user_id, at) VALUES (1, '2026-05-01'), (2, '2026-06-01')");
    Transactions transactions = database.transactions();
    LegalHolds holds = LegalHolds.of(catalog());
    UUID hold = transactions.call(connection -> holds.placeOnSubject(connection, "2", ANNA));
    PartitionReport report = events.dropBefore(LocalDate.of(2027, 1, 1));
    assertThat(names(report.held())).containsExactly("events_p20260101");
    assertThat(database.number("SELECT COUNT(*) FROM events")).isEqualTo(2);
    transactions.run(connection -> holds.release(connection, hold, ANNA));
    assertThat(names(events.dropBefore(LocalDate.of(2027, 1, 1)).dropped()))
        .containsExactly("events_p20260101");
  }

  @Test
  void whatDoesNotFitIsRefused() throws SQLException {
    RangePartitions months = events("date", PartitionStep.MONTH);
    months.createAhead(NEW_YEAR, 1);
    RangePartitions years = again(PartitionStep.YEAR);
    refused(() -> years.createAhead(NEW_YEAR, 0), "has a part of 2026-01-01 to 2027-01-01");
    database.execute("CREATE TABLE others PARTITION OF events DEFAULT");
    refused(() -> months.dropBefore(LocalDate.of(2026, 2, 1)), "default partition");
    database.execute("CREATE TABLE plain (id bigint PRIMARY KEY)");
    RangePartitions plain =
        RangePartitions.of(
            database.dataSource(), catalog(), TableName.of("plain"), PartitionStep.DAY);
    refused(() -> plain.createAhead(NEW_YEAR, 0), "not partitioned by ranges");
  }

  @Test
  void tableOfPgPartmanIsLeftToIt() throws SQLException {
    RangePartitions events = events("date", PartitionStep.MONTH);
    database.execute(
        "CREATE SCHEMA partman",
        "CREATE TABLE partman.part_config (parent_table text)",
        "INSERT INTO partman.part_config VALUES ('public.events')");
    refused(() -> events.createAhead(NEW_YEAR, 0), "pg_partman");
    refused(() -> events.dropBefore(NEW_YEAR), "pg_partman");
    assertThat(events.health(NEW_YEAR, 0).findings())
        .containsExactly("no partition takes the present");
  }

  @Test
  void gapsAreFound() throws SQLException {
    RangePartitions events = events("timestamptz", PartitionStep.MONTH);
    events.createAhead(NEW_YEAR, 2);
    events.createAhead(LocalDate.of(2026, 6, 1), 1);
    LocalDate february = LocalDate.of(2026, 2, 14);
    PartitionHealth health = events.health(february, 3);
    assertThat(health.gaps()).containsExactly("2026-04-01T00:00 to 2026-06-01T00:00");
    assertThat(health.ahead()).isEqualTo(1);
    assertThat(health.findings())
        .containsExactly(
            "no partition takes 2026-04-01T00:00 to 2026-06-01T00:00",
            "only 1 partitions are made ahead of 3");
    assertThat(events.health(LocalDate.of(2026, 4, 30), 0).ahead()).isEqualTo(-1);
    events.createAhead(LocalDate.of(2026, 4, 1), 1);
    assertThat(events.health(february, 3).isSound()).isTrue();
    assertThat(events.health(february, 3).ahead()).isEqualTo(5);
    assertThat(events.health(LocalDate.of(2026, 7, 31), 0).isSound()).isTrue();
    database.execute(
        "CREATE TABLE far PARTITION OF events FOR VALUES FROM ('2027-01-01') TO" + " (MAXVALUE)");
    assertThat(events.health(LocalDate.of(2028, 5, 5), 12).ahead()).isEqualTo(1_000);
    assertThat(events.health(12).gaps()).hasSize(1);
  }

  @Test
  void rowsOfTheDefaultPartitionAreCountedAndInTheWay() throws SQLException {
    RangePartitions events = events("timestamptz", PartitionStep.MONTH);
    events.createAhead(NEW_YEAR, 0);
    database.execute(
        "CREATE TABLE others PARTITION OF events DEFAULT",
        "INSERT INTO events (user_id, at) VALUES (1, '2026-01-31 23:59:59+00'),"
            + " (2, '2026-02-01 00:00:00+00'), (3, '2026-03-01 00:00:00+00')");
    PartitionHealth health = events.health(NEW_YEAR, 0);
    assertThat(health.defaultRows()).isEqualTo(2);
    assertThat(health.findings()).containsExactly("2 rows are in the default partition");
    refused(() -> events.createAhead(LocalDate.of(2026, 2, 1), 0), "in the default partition");
    assertThat(names(events.createAhead(LocalDate.of(2026, 4, 1), 0))).hasSize(1);
    database.execute("DELETE FROM others");
    assertThat(events.createAhead(NEW_YEAR, 2)).hasSize(2);
    assertThat(events.health(NEW_YEAR, 3).isSound()).isTrue();
  }

  @Test
  void tableWithRowsIsAttachedOnceAllAreOfItsTime() throws SQLException {
    RangePartitions events = events("timestamptz", PartitionStep.YEAR);
    events.createAhead(NEW_YEAR, 0);
    database.execute(
        "CREATE TABLE old_events (LIKE events)",
        "INSERT INTO old_events (id, user_id, at) VALUES (1, 7, '2025-12-31 23:59:59+00'),"
            + " (2, 7, '2026-01-01 00:00:00+00')");
    RangePartitions fresh = again(PartitionStep.YEAR);
    TableName old = TableName.of("old_events");
    refused(() -> fresh.attach(old, NEW_YEAR.minusYears(1), NEW_YEAR), "would not take");
    refused(() -> fresh.attach(old, NEW_YEAR, NEW_YEAR.plusDays(9)), "has a part of");
    assertThat(checks()).isEmpty();
    database.execute("DELETE FROM old_events WHERE id = 2");
    fresh.attach(old, NEW_YEAR.minusYears(1), NEW_YEAR);
    assertThat(checks()).isEmpty();
    assertThat(events.list()).hasSize(2);
    assertThat(database.rows("SELECT user_id FROM events")).containsExactly("7");
    assertThatThrownBy(() -> fresh.attach(old, NEW_YEAR, NEW_YEAR))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("behind 2026-01-01");
  }

  @Test
  void attachingAnythingElseLeavesNoCheckBehind() throws SQLException {
    events("timestamptz", PartitionStep.YEAR).createAhead(NEW_YEAR, 0);
    database.execute("CREATE TABLE narrow (at timestamptz NOT NULL)");
    RangePartitions events = again(PartitionStep.YEAR);
    assertThatThrownBy(
            () -> events.attach(TableName.of("narrow"), NEW_YEAR.minusYears(1), NEW_YEAR))
        .isInstanceOf(SQLException.class);
    assertThat(checks()).isEmpty();
  }

  private List<String> checks() throws SQLException {
    return database.rows(
        "SELECT conname FROM pg_constraint WHERE conname LIKE 'lifecycle_attach%'");
  }

  @Test
  void oldPartitionsAreArchivedWithTheirRowsUnlessHeld() throws SQLException {
    events("timestamptz", PartitionStep.YEAR).createAhead(NEW_YEAR.minusYears(2), 2);
    refused(
        () -> again(PartitionStep.YEAR).archiveBefore(NEW_YEAR), Reason.UNKNOWN_TABLE, "archive");
    database.execute(
        "CREATE TABLE events_archive (LIKE events INCLUDING ALL) PARTITION BY RANGE (at)",
        "INSERT INTO events (user_id, at) VALUES (1, '2024-05-01'), (2, '2025-06-01')");
    Transactions transactions = database.transactions();
    LegalHolds holds = LegalHolds.of(catalog());
    UUID hold = transactions.call(connection -> holds.placeOnSubject(connection, "2", ANNA));
    PartitionReport report = again(PartitionStep.YEAR).archiveBefore(NEW_YEAR);
    assertThat(names(report.archived())).containsExactly("events_p20240101");
    assertThat(names(report.held())).containsExactly("events_p20250101");
    assertThat(report.dropped()).isEmpty();
    assertThat(database.rows("SELECT user_id FROM events")).containsExactly("2");
    assertThat(database.rows("SELECT user_id FROM events_archive")).containsExactly("1");
    transactions.run(connection -> holds.release(connection, hold, ANNA));
    assertThat(again(PartitionStep.YEAR).archiveBefore(NEW_YEAR).archived()).hasSize(1);
    RangePartitions archive =
        RangePartitions.of(
            database.dataSource(), catalog(), TableName.of("events_archive"), PartitionStep.YEAR);
    assertThat(names(archive.dropBefore(NEW_YEAR.minusYears(1)).dropped()))
        .containsExactly("events_p20240101");
  }

  @Test
  void detachedPartitionsAreTablesOfTheirOwn() throws SQLException {
    RangePartitions events = events("date", PartitionStep.YEAR);
    events.createAhead(NEW_YEAR, 1);
    database.execute("INSERT INTO events (user_id, at) VALUES (1, '2026-05-01')");
    PartitionReport report = events.detachBefore(NEW_YEAR.plusYears(1));
    assertThat(names(report.detached())).containsExactly("events_p20260101");
    assertThat(events.list()).hasSize(1);
    assertThat(database.rows("SELECT user_id FROM events_p20260101")).containsExactly("1");
  }

  private interface Work {
    void run() throws SQLException;
  }

  private static void refused(Work work, String why) {
    refused(work, Reason.NOT_PARTITIONED, why);
  }

  private static void refused(Work work, Reason reason, String why) {
    assertThatThrownBy(work::run)
        .isInstanceOfSatisfying(
            PlanRefusedException.class, refused -> assertThat(refused.reason()).isEqualTo(reason))
        .hasMessageContaining(why);
  }
}
