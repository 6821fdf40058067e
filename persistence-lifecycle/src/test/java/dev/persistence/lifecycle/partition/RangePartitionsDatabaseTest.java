package dev.persistence.lifecycle.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.core.sql.TableName;
import dev.persistence.core.transaction.Transactions;
import dev.persistence.lifecycle.Attribution;
import dev.persistence.lifecycle.Catalog;
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
    return database.scan(Catalog.builder().table("events", t -> t.subject("user_id")));
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
  }

  private interface Work {
    Object run() throws SQLException;
  }

  private static void refused(Work work, String why) {
    assertThatThrownBy(work::run)
        .isInstanceOfSatisfying(
            PlanRefusedException.class,
            refused -> assertThat(refused.reason()).isEqualTo(Reason.NOT_PARTITIONED))
        .hasMessageContaining(why);
  }
}
