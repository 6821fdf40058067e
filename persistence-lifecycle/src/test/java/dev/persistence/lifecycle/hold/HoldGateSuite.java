package dev.persistence.lifecycle.hold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.persistence.core.keyset.Throttle;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.core.sql.TableName;
import dev.persistence.core.transaction.Transactions;
import dev.persistence.lifecycle.Attribution;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.LifecycleTables;
import dev.persistence.lifecycle.LiveDatabase;
import dev.persistence.lifecycle.RowKey;
import dev.persistence.lifecycle.anonymize.Anonymizer;
import dev.persistence.lifecycle.anonymize.Mask;
import dev.persistence.lifecycle.purge.Purge;
import dev.persistence.lifecycle.retention.ArchiveTable;
import dev.persistence.lifecycle.retention.RetentionJob;
import dev.persistence.lifecycle.retention.RetentionPolicies;
import dev.persistence.lifecycle.retention.RetentionPolicy;
import dev.persistence.lifecycle.softdelete.DeletedRows;
import dev.persistence.lifecycle.softdelete.RestoreConflictException;
import dev.persistence.lifecycle.softdelete.SoftDelete;
import dev.persistence.lifecycle.subject.ErasureCertificate.Status;
import dev.persistence.lifecycle.subject.ErasurePlan;
import dev.persistence.lifecycle.subject.SubjectRequests;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Period;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A hold that is placed and not committed is waited for by whatever takes a row away, and keeps the
 * row from it, on each engine.
 */
abstract class HoldGateSuite {

  private static final Duration BOUND = Duration.ofMinutes(1);
  private static final byte[] KEY = "a key of the tests".getBytes(StandardCharsets.UTF_8);
  private static final Attribution ANNA = new Attribution("case 17", "anna");
  private static final TableName PEOPLE = TableName.of("people");

  private final LiveDatabase database;
  private final Transactions transactions;
  private final ExecutorService taking = Executors.newSingleThreadExecutor();

  HoldGateSuite(LiveDatabase database) {
    this.database = database;
    this.transactions = database.transactions();
  }

  @BeforeEach
  void create() throws SQLException {
    String at = database.sql("timestamptz", "datetime(6)");
    String id = database.sql("uuid", "char(36) CHARACTER SET ascii COLLATE ascii_bin");
    database.execute(
        "CREATE TABLE people (id bigint PRIMARY KEY, who varchar(20) NOT NULL, name varchar(20),"
            + " born %1$s NOT NULL, deleted_at %1$s NULL, deletion_id %2$s NULL, anonymized_at"
                .formatted(at, id)
            + " %s NULL, anonymized_policy varchar(20) NULL)".formatted(at),
        "INSERT INTO people (id, who, name, born) VALUES (1, 'anna', 'Anna', '2001-01-01')");
    Catalog catalog = database.scan(Catalog.builder());
    database.execute(LifecycleTables.ddl(catalog));
    database.execute(ArchiveTable.ddl(catalog, PEOPLE));
  }

  @AfterEach
  void clear() throws SQLException {
    taking.shutdownNow();
    database.clear();
  }

  private Catalog catalog() throws SQLException {
    String[] plain = {"born", "anonymized_at", "anonymized_policy"};
    return database.scan(
        Catalog.builder()
            .table("people", t -> t.softDelete().subject("who").personal("name").plain(plain))
            .table(
                "people_archive",
                t ->
                    t.softDelete()
                        .subject("who")
                        .personal("name")
                        .plain(plain)
                        .plain("archived_at")));
  }

  /** What takes the row away, and says what it said of it. */
  private interface Taking {
    void run() throws SQLException;
  }

  private void assertWaitsAndHonours(Taking taken) throws Exception {
    List<String> before = database.rows("SELECT * FROM people");
    LegalHolds holds = LegalHolds.of(catalog());
    try (Connection placing = database.dataSource().getConnection()) {
      placing.setAutoCommit(false);
      holds.placeOnSubject(placing, "anna", ANNA);
      Future<?> ended =
          taking.submit(
              () -> {
                taken.run();
                return null;
              });
      await().atMost(BOUND).until(() -> ended.isDone() || database.number(waiting()) > 0);
      placing.commit();
      ended.get(BOUND.toSeconds(), TimeUnit.SECONDS);
    }
    assertThat(database.rows("SELECT * FROM people")).isEqualTo(before);
    assertThat(database.number("SELECT COUNT(*) FROM people_archive")).isZero();
  }

  private String waiting() {
    return database.sql(
        "SELECT COUNT(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname ="
            + " current_database()",
        "SELECT COUNT(*) FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'");
  }

  private UUID delete() throws SQLException {
    SoftDelete softDelete = SoftDelete.of(catalog());
    return transactions
        .call(connection -> softDelete.delete(connection, RowKey.of("people", 1L), ANNA))
        .orElseThrow()
        .id();
  }

  @Test
  void purge() throws Exception {
    Purge purge =
        Purge.builder(database.dataSource(), catalog(), PEOPLE)
            .olderThan("born", Duration.ofDays(30))
            .build();
    assertWaitsAndHonours(() -> assertThat(purge.run().removed()).isZero());
  }

  @Test
  void archiving() throws Exception {
    RetentionPolicy policy =
        RetentionPolicy.of("people", "born", Period.ofYears(100)).archiveAfter(Period.ofDays(30));
    RetentionPolicies policies = RetentionPolicies.of(catalog());
    transactions.run(connection -> policies.save(connection, policy));
    RetentionJob job = RetentionJob.builder(database.dataSource(), catalog()).build();
    assertWaitsAndHonours(
        () ->
            assertThat(job.run().outcomes())
                .singleElement()
                .satisfies(
                    outcome -> {
                      assertThat(outcome.failure()).isNull();
                      assertThat(outcome.overdue()).isEqualTo(1);
                    }));
  }

  @Test
  void anonymizing() throws Exception {
    Anonymizer anonymizer =
        Anonymizer.builder(catalog(), PEOPLE, "1", KEY).mask("name", Mask.nulls()).build();
    assertWaitsAndHonours(
        () -> {
          long anonymized = anonymizer.run(database.dataSource(), SqlFragment.of("1 = 1"));
          assertThat(anonymized).isZero();
        });
  }

  @Test
  void erasing() throws Exception {
    SubjectRequests requests =
        SubjectRequests.builder("1", KEY).database("one", database.dataSource(), catalog()).build();
    ErasurePlan plan = requests.plan("anna");
    assertWaitsAndHonours(() -> assertThat(requests.erase(plan).status()).isEqualTo(Status.KEPT));
  }

  @Test
  void softDeleting() throws Exception {
    assertWaitsAndHonours(
        () -> assertThatThrownBy(this::delete).isInstanceOf(RowHeldException.class));
  }

  @Test
  void restoring() throws Exception {
    UUID deletion = delete();
    SoftDelete softDelete = SoftDelete.of(catalog());
    assertWaitsAndHonours(
        () ->
            assertThatThrownBy(() -> transactions.run(c -> softDelete.restore(c, deletion, ANNA)))
                .isInstanceOf(RestoreConflictException.class)
                .hasMessageContaining("HELD"));
  }

  @Test
  void purgingDeletedRows() throws Exception {
    delete();
    DeletedRows deletedRows = DeletedRows.of(database.dataSource(), catalog());
    assertWaitsAndHonours(
        () -> assertThat(deletedRows.purge(Duration.ZERO, Throttle.none()).kept()).isEqualTo(1));
  }
}
