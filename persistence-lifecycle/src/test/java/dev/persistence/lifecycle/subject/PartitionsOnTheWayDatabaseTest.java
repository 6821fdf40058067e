package dev.persistence.lifecycle.subject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.LifecycleException;
import dev.persistence.lifecycle.LifecycleTables;
import dev.persistence.lifecycle.LiveDatabase;
import dev.persistence.lifecycle.subject.ErasureCertificate.Status;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A partition that is being detached has rows of a person that no query sees. */
@WithPostgres
class PartitionsOnTheWayDatabaseTest {

  private static final Duration BOUND = Duration.ofMinutes(1);
  private static final String COLUMNS =
      " (id bigint, user_id bigint, at date, what text, PRIMARY KEY (id, at)) PARTITION BY RANGE"
          + " (at)";
  private static final String OLD = "FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')";

  private final LiveDatabase database;
  private final ExecutorService other = Executors.newSingleThreadExecutor();
  @TempDir private Path folder;

  PartitionsOnTheWayDatabaseTest(PostgresCluster cluster) {
    this.database = new LiveDatabase(cluster.primary().dataSource());
  }

  /** The archive is counted before the events, since its name comes first. */
  @BeforeEach
  void create() throws SQLException {
    database.execute(
        "CREATE TABLE events" + COLUMNS,
        "CREATE TABLE archived_events" + COLUMNS,
        "CREATE TABLE events_2024 PARTITION OF events " + OLD,
        "CREATE TABLE events_new PARTITION OF events FOR VALUES FROM ('2025-01-01') TO"
            + " (MAXVALUE)",
        "INSERT INTO events VALUES (1, 42, '2024-05-01', 'canary'), (2, 42, '2025-05-01',"
            + " 'canary'), (3, 7, '2024-05-01', 'seven')");
    database.execute(LifecycleTables.ddl(catalog()));
  }

  @AfterEach
  void clear() throws SQLException {
    other.shutdownNow();
    database.clear();
  }

  private Catalog catalog() throws SQLException {
    return database.scan(
        Catalog.builder()
            .table("events", t -> t.subject("user_id").personal("what"))
            .table("archived_events", t -> t.subject("user_id").personal("what")));
  }

  private SubjectRequests requests(DataSource dataSource) throws SQLException {
    return SubjectRequests.builder("1", TwoDatabases.KEY)
        .database("one", dataSource, catalog())
        .ledger(ErasureLedger.in(folder.resolve("ledger")))
        .build();
  }

  private SubjectRequests requests() throws SQLException {
    return requests(database.dataSource());
  }

  /** Detaches a partition halfway: whoever has the parent locked keeps it from going on. */
  private void breakOffDetach() throws Exception {
    try (Connection blocker = database.dataSource().getConnection();
        Statement lock = blocker.createStatement()) {
      blocker.setAutoCommit(false);
      lock.execute("LOCK TABLE ONLY events IN ACCESS SHARE MODE");
      Future<?> detach =
          other.submit(
              () -> {
                database.execute("ALTER TABLE events DETACH PARTITION events_2024 CONCURRENTLY");
                return null;
              });
      await()
          .atMost(BOUND)
          .until(
              () ->
                  database.number("SELECT COUNT(*) FROM pg_inherits WHERE inhdetachpending") == 1);
      database.rows(
          "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE state = 'active' AND query"
              + " LIKE 'ALTER TABLE%CONCURRENTLY'");
      assertThatThrownBy(() -> detach.get(BOUND.toSeconds(), TimeUnit.SECONDS))
          .hasCauseInstanceOf(SQLException.class);
      blocker.rollback();
    }
    assertThat(database.rows("SELECT id FROM events")).containsExactly("2");
  }

  private void endDetach() throws SQLException {
    database.execute("ALTER TABLE events DETACH PARTITION events_2024 FINALIZE");
  }

  private void attach(String table) throws SQLException {
    database.execute("ALTER TABLE " + table + " ATTACH PARTITION events_2024 " + OLD);
  }

  private void assertPartial(ErasureCertificate certificate, String why) throws SQLException {
    assertThat(certificate.status()).isEqualTo(Status.PARTIAL);
    assertThat(certificate.toJson()).contains(why, "events_2024");
    assertThat(database.rows("SELECT what FROM events_2024 WHERE user_id = 42"))
        .as("there still")
        .containsExactly("canary");
    assertThat(database.rows("SELECT completed_at FROM lifecycle_erasures"))
        .as("the request is open")
        .containsOnly("null");
  }

  @Test
  void erasureIsPartialUntilThePartitionIsSeenAgain() throws Exception {
    SubjectRequests requests = requests();
    breakOffDetach();
    ErasurePlan plan = requests.plan("42");
    ErasureCertificate first = requests.erase(plan);
    assertPartial(first, "no query sees its rows");
    assertThat(first.rows()).as("what can be seen is erased").isEqualTo(1);
    endDetach();
    attach("events");
    ErasureCertificate second = requests.erase(requests.plan(plan.request(), "42"));
    assertThat(second.status()).isEqualTo(Status.COMPLETE);
    assertThat(second.rows()).isEqualTo(2);
    assertThat(database.rows("SELECT what FROM events")).containsExactly("seven");
  }

  @Test
  void partitionThatGoesToTheArchiveBehindItsCountIsMissed() throws Exception {
    ErasurePlan plan = requests().plan("42");
    Interposed archived =
        new Interposed(
            "SELECT COUNT(*) FROM \"public\".\"events\"",
            () -> {
              database.execute(
                  "INSERT INTO events VALUES (4, 42, '2024-06-01', 'canary')",
                  "ALTER TABLE events DETACH PARTITION events_2024");
              attach("archived_events");
            });
    ErasureCertificate certificate = requests(archived.on(database.dataSource())).erase(plan);
    assertThat(archived.happened()).isTrue();
    assertPartial(certificate, "no query sees its rows");
    assertThat(database.number("SELECT COUNT(*) FROM archived_events")).isEqualTo(2);
    assertThat(requests().erase(requests().plan(plan.request(), "42")).status())
        .isEqualTo(Status.COMPLETE);
    assertThat(database.columnsWith("canary")).isEmpty();
  }

  @Test
  void partitionThatBecomesATableOfItsOwnIsMissed() throws Exception {
    ErasurePlan plan = requests().plan("42");
    breakOffDetach();
    Interposed alone = new Interposed("pg_partitioned_table", this::endDetach);
    ErasureCertificate certificate = requests(alone.on(database.dataSource())).erase(plan);
    assertThat(alone.happened()).isTrue();
    assertPartial(certificate, "does not describe the whole database");
  }

  @Test
  void exportsAndReplaysAreRefusedMeanwhile() throws Exception {
    SubjectRequests requests = requests();
    requests.erase(requests.plan("8"));
    TenantExports tenants =
        TenantExports.builder()
            .database(
                "one",
                database.dataSource(),
                database.scan(
                    Catalog.builder()
                        .table("events", t -> t.tenant("user_id").plain("what"))
                        .table("archived_events", t -> t.tenant("user_id").plain("what"))))
            .build();
    breakOffDetach();
    Path export = folder.resolve("export");
    assertThatThrownBy(() -> requests.export("42", export))
        .isInstanceOf(LifecycleException.class)
        .hasMessageContaining("events_2024");
    assertThatThrownBy(() -> tenants.export("42", export))
        .isInstanceOf(LifecycleException.class)
        .hasMessageContaining("Nothing was exported");
    assertThat(Files.exists(export)).isFalse();
    assertThatThrownBy(requests::replay)
        .isInstanceOf(LifecycleException.class)
        .hasMessageContaining("by the ledger");
    endDetach();
    attach("events");
    assertThat(requests.export("42", export).rows()).isEqualTo(2);
    assertThat(requests.replay().completed()).isTrue();
  }

  @Test
  void partitionsOfTablesWithoutRowsOfPersonsDoNotMatter() throws Exception {
    breakOffDetach();
    database.execute("CREATE TABLE people (id bigint PRIMARY KEY)");
    SubjectRequests people =
        SubjectRequests.builder("1", TwoDatabases.KEY)
            .database(
                "one",
                database.dataSource(),
                database.scan(
                    Catalog.builder()
                        .table("people", t -> t.subject("id"))
                        .table("events", t -> t.plain("user_id", "what"))
                        .table("archived_events", t -> t.plain("user_id", "what"))))
            .build();
    assertThat(people.erase(people.plan("42")).status()).isEqualTo(Status.COMPLETE);
  }
}
