package dev.persistence.lifecycle.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

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
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever keeps a partition from going leaves its rows where they are found. */
@WithPostgres
class PartitionRemovalDatabaseTest {

  private static final Duration BOUND = Duration.ofMinutes(1);
  private static final LocalDate NEW_YEAR = LocalDate.of(2026, 1, 1);
  private static final String COLUMNS =
      "(id bigint, user_id bigint, at timestamptz, since date, PRIMARY KEY (id, at))"
          + " PARTITION BY RANGE (at)";
  private static final String PENDING = "SELECT COUNT(*) FROM pg_inherits WHERE inhdetachpending";
  private static final String DETACHING =
      " FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'ALTER TABLE%CONCURRENTLY'";

  private final LiveDatabase database;
  private final ExecutorService others = Executors.newCachedThreadPool();

  PartitionRemovalDatabaseTest(PostgresCluster cluster) {
    this.database = new LiveDatabase(cluster.primary().dataSource());
  }

  @BeforeEach
  void create() throws SQLException {
    database.execute("CREATE TABLE events " + COLUMNS);
    database.execute(LifecycleTables.ddl(scan(false)));
    events(false).createAhead(NEW_YEAR.minusYears(2), 2);
    database.execute("INSERT INTO events VALUES (1, 7, '2024-05-01'), (2, 8, '2025-05-01')");
  }

  @AfterEach
  void clear() throws SQLException {
    others.shutdownNow();
    database.clear();
  }

  private Catalog scan(boolean archive) throws SQLException {
    CatalogBuilder tables = Catalog.builder().table("events", t -> t.subject("user_id"));
    return database.scan(
        archive ? tables.table("events_archive", t -> t.subject("user_id")) : tables);
  }

  private RangePartitions events(boolean archive) throws SQLException {
    return RangePartitions.of(
        database.dataSource(), scan(archive), TableName.of("events"), PartitionStep.YEAR);
  }

  private List<String> ids() throws SQLException {
    return database.rows("SELECT id FROM events ORDER BY id");
  }

  private static List<String> names(List<TableName> tables) {
    return tables.stream().map(table -> table.name().name()).toList();
  }

  private boolean exists(String table) throws SQLException {
    return database.number("SELECT COUNT(*) FROM pg_tables WHERE tablename = '" + table + "'") > 0;
  }

  /** Locks the parent alone, for which a detach waits between its two transactions. */
  private Connection blocker() throws SQLException {
    Connection blocker = database.dataSource().getConnection();
    blocker.setAutoCommit(false);
    try (Statement lock = blocker.createStatement()) {
      lock.execute("LOCK TABLE ONLY events IN ACCESS SHARE MODE");
    }
    return blocker;
  }

  private Future<PartitionReport> dropping() throws SQLException {
    RangePartitions events = events(false);
    return others.submit(() -> events.dropBefore(NEW_YEAR.minusYears(1)));
  }

  @Test
  void detachThatWasKilledIsDoneAnew() throws Exception {
    try (Connection blocker = blocker()) {
      Future<PartitionReport> killed = dropping();
      await().atMost(BOUND).until(() -> database.number(PENDING) == 1);
      database.rows("SELECT pg_terminate_backend(pid)" + DETACHING);
      assertThatThrownBy(() -> killed.get(BOUND.toSeconds(), TimeUnit.SECONDS))
          .hasCauseInstanceOf(SQLException.class);
      blocker.rollback();
    }
    assertThat(ids()).as("half detached, it is seen no more").containsExactly("2");
    assertThat(events(false).dropBefore(NEW_YEAR.minusYears(3)).dropped()).isEmpty();
    assertThat(ids()).as("too young for this call").containsExactly("1", "2");
    assertThat(names(events(false).dropBefore(NEW_YEAR.minusYears(1)).dropped()))
        .containsExactly("events_p20240101");
    assertThat(exists("events_p20240101")).isFalse();
  }

  @Test
  void twoNodesAtOnceLeaveNothingBehind() throws Exception {
    Future<PartitionReport> one;
    Future<PartitionReport> two;
    try (Connection blocker = blocker()) {
      one = dropping();
      await().atMost(BOUND).until(() -> database.number(PENDING) == 1);
      two = dropping();
      await()
          .atMost(BOUND)
          .until(() -> two.isDone() || database.number("SELECT COUNT(*)" + DETACHING) == 2);
      blocker.rollback();
    }
    assertThat(dropped(one) + dropped(two)).as("by one of them").isEqualTo(1);
    assertThat(exists("events_p20240101")).isFalse();
    assertThat(events(false).list()).hasSize(2);
  }

  /** Returns how many it has dropped; none if it was in the way of the other. */
  private static int dropped(Future<PartitionReport> node) throws Exception {
    try {
      return node.get(BOUND.toSeconds(), TimeUnit.SECONDS).dropped().size();
    } catch (ExecutionException late) {
      assertThat(late).hasCauseInstanceOf(SQLException.class);
      return 0;
    }
  }

  @Test
  void archiveThatIsNotAlikeIsRefusedBefore() throws SQLException {
    refused(", since date", "", "it has no column \"since\"");
    refused("since date", "since text", "its column \"since\" is of type text");
    refused("since date", "since date NOT NULL", "its column \"since\" is NOT NULL");
    refused("since date", "since date, more int", "its column \"more\" is not in the source");
    refused(
        "since date",
        "since date GENERATED ALWAYS AS (DATE '2026-01-01') STORED",
        "its column \"since\" is computed");
    refused("(id, at)) PARTITION BY RANGE (at)", "(id, since)) PARTITION BY RANGE (since)", "by");
    refused("user_id bigint", "user_id bigint", "not described with subject(\"user_id\")");
  }

  private void refused(String part, String other, String why) throws SQLException {
    database.execute("CREATE TABLE events_archive " + COLUMNS.replace(part, other));
    RangePartitions events = events(!part.equals(other));
    assertThatThrownBy(() -> events.archiveBefore(NEW_YEAR))
        .isInstanceOfSatisfying(
            PlanRefusedException.class,
            refused -> {
              assertThat(refused.reason()).isEqualTo(Reason.ARCHIVE_DRIFT);
              assertThat(refused.table()).hasToString("public.events_archive");
            })
        .hasMessageContaining(why);
    assertThat(ids()).containsExactly("1", "2");
    database.execute("DROP TABLE events_archive");
  }

  @Test
  void partitionThatTheArchiveDoesNotTakeIsAttachedAgain() throws SQLException {
    database.execute(
        "CREATE TABLE events_archive " + COLUMNS,
        "CREATE TABLE taken PARTITION OF events_archive FOR VALUES FROM ('2024-07-01') TO"
            + " ('2024-08-01')");
    assertThatThrownBy(() -> events(true).archiveBefore(NEW_YEAR))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("overlap");
    assertThat(ids()).containsExactly("1", "2");
    database.execute("DROP TABLE taken");
    assertThat(events(true).archiveBefore(NEW_YEAR).archived()).hasSize(2);
    assertThat(database.rows("SELECT id FROM events_archive ORDER BY id"))
        .containsExactly("1", "2");
  }

  @Test
  void partitionThatCannotBeDroppedIsAttachedAgain() throws SQLException {
    database.execute("CREATE VIEW first AS SELECT * FROM events_p20240101");
    assertThatThrownBy(() -> events(false).dropBefore(NEW_YEAR)).isInstanceOf(SQLException.class);
    assertThat(ids()).containsExactly("1", "2");
    database.execute("DROP VIEW first");
    assertThat(events(false).dropBefore(NEW_YEAR).dropped()).hasSize(2);
  }

  @Test
  void rowsWithoutAKeyGoUnlessTheirSubjectIsHeld() throws SQLException {
    database.execute("ALTER TABLE events DROP CONSTRAINT events_pkey");
    LegalHolds holds = LegalHolds.of(scan(false));
    Transactions transactions = database.transactions();
    transactions.run(c -> holds.placeOnSubject(c, "8", new Attribution("case 17", "anna")));
    PartitionReport report = events(false).dropBefore(NEW_YEAR);
    assertThat(names(report.dropped())).containsExactly("events_p20240101");
    assertThat(names(report.held())).containsExactly("events_p20250101");
    assertThat(ids()).containsExactly("2");
  }

  @Test
  void holdThatIsBeingPlacedIsWaitedForAndHonoured() throws Exception {
    LegalHolds holds = LegalHolds.of(scan(false));
    String waiting =
        "SELECT COUNT(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname ="
            + " current_database()";
    try (Connection placing = database.dataSource().getConnection()) {
      placing.setAutoCommit(false);
      holds.placeOnSubject(placing, "7", new Attribution("case 17", "anna"));
      Future<PartitionReport> dropping = dropping();
      await().atMost(BOUND).until(() -> dropping.isDone() || database.number(waiting) > 0);
      placing.commit();
      assertThat(dropping.get(BOUND.toSeconds(), TimeUnit.SECONDS).held()).hasSize(1);
    }
    assertThat(ids()).containsExactly("1", "2");
  }

  @Test
  void rangesOfAnythingElseAreRefused() throws SQLException {
    for (String ranges : List.of("id", "at, id", "date_trunc('month', day)")) {
      database.execute(
          "CREATE TABLE odd (id int, at timestamptz, day timestamp) PARTITION BY RANGE ("
              + ranges
              + ")",
          "CREATE TABLE part PARTITION OF odd FOR VALUES FROM (MINVALUE"
              + (ranges.contains(", id") ? ", MINVALUE) TO ('2026-01-01', 5)" : ") TO (MAXVALUE)"));
      RangePartitions odd =
          RangePartitions.of(
              database.dataSource(), scan(false), TableName.of("odd"), PartitionStep.DAY);
      assertThatThrownBy(odd::list).isInstanceOf(PlanRefusedException.class);
      assertThatThrownBy(() -> odd.dropBefore(NEW_YEAR))
          .isInstanceOf(PlanRefusedException.class)
          .hasMessageContaining("not partitioned by ranges of one column");
      database.execute("DROP TABLE odd");
    }
  }
}
