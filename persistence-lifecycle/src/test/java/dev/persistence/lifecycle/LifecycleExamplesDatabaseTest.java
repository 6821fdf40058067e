package dev.persistence.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.core.sql.SqlFragment;
import dev.persistence.core.sql.TableName;
import dev.persistence.core.transaction.Transactions;
import dev.persistence.lifecycle.anonymize.AnonymityCheck;
import dev.persistence.lifecycle.anonymize.AnonymityReport;
import dev.persistence.lifecycle.anonymize.Anonymizer;
import dev.persistence.lifecycle.anonymize.Mask;
import dev.persistence.lifecycle.hold.LegalHolds;
import dev.persistence.lifecycle.partition.PartitionHealth;
import dev.persistence.lifecycle.partition.PartitionReport;
import dev.persistence.lifecycle.partition.PartitionStep;
import dev.persistence.lifecycle.partition.RangePartitions;
import dev.persistence.lifecycle.purge.Purge;
import dev.persistence.lifecycle.purge.PurgePreview;
import dev.persistence.lifecycle.purge.PurgeReport;
import dev.persistence.lifecycle.retention.ArchiveManifest;
import dev.persistence.lifecycle.retention.ArchiveSink;
import dev.persistence.lifecycle.retention.ArchiveTable;
import dev.persistence.lifecycle.retention.FileArchive;
import dev.persistence.lifecycle.retention.RetentionJob;
import dev.persistence.lifecycle.retention.RetentionPolicies;
import dev.persistence.lifecycle.retention.RetentionPolicy;
import dev.persistence.lifecycle.retention.RetentionReport;
import dev.persistence.lifecycle.softdelete.Deletion;
import dev.persistence.lifecycle.softdelete.SoftDelete;
import dev.persistence.lifecycle.softdelete.SoftDeleteDdl;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of docs/lifecycle.md. */
@WithPostgres
class LifecycleExamplesDatabaseTest {

  private final LiveDatabase database;
  private final DataSource dataSource;
  private final Transactions transactions;

  LifecycleExamplesDatabaseTest(PostgresCluster cluster) {
    this.database = new LiveDatabase(cluster.primary().dataSource());
    this.dataSource = database.dataSource();
    this.transactions = database.transactions();
  }

  @BeforeEach
  void create() throws SQLException {
    Shop.create(database);
    Shop.addCustomer(database, 42, "anna@example.org");
    database.execute(
        "CREATE TABLE user_sessions (id bigint PRIMARY KEY, seen_at timestamptz NOT NULL)",
        "INSERT INTO user_sessions SELECT n, now() - n * INTERVAL '1 day'"
            + " FROM generate_series(1, 100) n",
        "ALTER TABLE customers ADD COLUMN anonymized_at timestamptz, ADD COLUMN"
            + " anonymized_policy varchar(20)");
  }

  @AfterEach
  void clear() throws SQLException {
    database.clear();
  }

  private static Catalog scan(Connection connection) throws SQLException {
    Catalog catalog =
        Catalog.builder()
            .table(
                "customers",
                t -> t.softDelete().subject("id").personal("email", "name").plain("created_at"))
            .table("orders", t -> t.softDelete().subject("customer_id").plain("code", "total"))
            .table("order_lines", t -> t.softDelete().plain("quantity"))
            .table("notes", t -> t.softDelete().onDelete("notes_customer", OnDelete.DETACH))
            .scan(connection);
    return catalog;
  }

  private Catalog softDeletable() throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      database.execute(SoftDeleteDdl.of(scan(connection)).statements());
      return scan(connection);
    }
  }

  @Test
  void whatWasDeletedComesBack() throws SQLException {
    Catalog catalog = softDeletable();
    SoftDelete softDelete = SoftDelete.of(catalog);
    Optional<Deletion> deletion =
        transactions.call(
            connection ->
                softDelete.delete(
                    connection, RowKey.of("customers", 42L), new Attribution("asked", "anna")));
    UUID id = deletion.orElseThrow().id();
    assertThat(database.number("SELECT COUNT(*) FROM orders WHERE deleted_at IS NULL")).isZero();
    transactions.run(
        connection -> softDelete.restore(connection, id, new Attribution("mistake", "anna")));
    assertThat(database.number("SELECT COUNT(*) FROM orders WHERE deleted_at IS NULL"))
        .isEqualTo(2);
  }

  @Test
  void oldSessionsGo() throws SQLException {
    Catalog catalog = softDeletable();
    Purge purge =
        Purge.builder(dataSource, catalog, TableName.of("user_sessions"))
            .olderThan("seen_at", Duration.ofDays(30))
            .build();
    PurgePreview preview = purge.preview();
    PurgeReport report = purge.run();
    assertThat(report.removed()).isEqualTo(preview.removable()).isEqualTo(71);
  }

  @Test
  void heldRowsStay() throws SQLException {
    Catalog catalog = softDeletable();
    Attribution order = new Attribution("case 17", "legal department");
    LegalHolds holds = LegalHolds.of(catalog);
    UUID hold = transactions.call(connection -> holds.placeOnSubject(connection, "42", order));
    transactions.run(connection -> holds.release(connection, hold, order));
    assertThat(transactions.call(holds::active)).isEmpty();
  }

  @Test
  void addressesBecomeOthers() throws SQLException {
    Catalog catalog = softDeletable();
    byte[] key = "from a vault, never from code".getBytes(StandardCharsets.UTF_8);
    Anonymizer customers =
        Anonymizer.builder(catalog, TableName.of("customers"), "2026-1", key)
            .mask("email", Mask.email())
            .mask("name", Mask.nulls())
            .build();
    long changed = customers.run(dataSource, SqlFragment.of("id = ?", 42L));
    assertThat(changed).isEqualTo(1);
  }

  @Test
  void groupsAreMeasured() throws SQLException {
    database.execute(
        "CREATE TABLE patients (zip varchar(5), age int, illness varchar(20))",
        "INSERT INTO patients VALUES ('130**', 30, 'flu'), ('130**', 30, 'flu')");
    Catalog catalog = softDeletable();
    try (Connection connection = dataSource.getConnection()) {
      AnonymityReport report =
          AnonymityCheck.of(catalog, TableName.of("patients"), "zip", "age")
              .sensitive("illness")
              .measure(connection);
      List<String> warnings = report.warnings(5, 2);
      assertThat(warnings).hasSize(2);
    }
  }

  @Test
  void partitionsComeAndGo() throws SQLException {
    database.execute("CREATE TABLE events (at date NOT NULL) PARTITION BY RANGE (at)");
    Catalog catalog = softDeletable();
    LocalDate today = LocalDate.of(2026, 11, 21);
    RangePartitions events =
        RangePartitions.of(dataSource, catalog, TableName.of("events"), PartitionStep.MONTH);
    events.createAhead(today, 3);
    PartitionHealth health = events.health(today, 3);
    PartitionReport report = events.dropBefore(today.minusYears(2));
    assertThat(health.isSound()).isTrue();
    assertThat(report.dropped()).isEmpty();
    assertThat(events.list()).hasSize(4);
  }

  @Test
  void oldRowsBecomeFiles(@TempDir Path folder) throws Exception {
    Catalog catalog = softDeletable();
    SecretKey key = new SecretKeySpec(new byte[32], "AES");
    RetentionPolicy sessions =
        RetentionPolicy.of("user_sessions", "seen_at", Period.ofYears(7))
            .archiveAfter(Period.ofDays(30));
    RetentionPolicies policies = RetentionPolicies.of(catalog);
    transactions.run(connection -> policies.save(connection, sessions));
    List<String> ids = new ArrayList<>();
    FileArchive archive =
        FileArchive.of("cold", ArchiveSink.folder(folder)).encryptedBy("2026", key);
    RetentionReport report =
        RetentionJob.builder(dataSource, catalog)
            .archiveInto(TableName.of("user_sessions"), archive)
            .build()
            .run();
    for (ArchiveManifest file : archive.files()) {
      archive.read(file, row -> ids.add(row.get("id")));
    }
    assertThat(report.failures()).isEmpty();
    assertThat(ids).hasSize(71);
  }

  @Test
  void policiesAct() throws SQLException {
    Catalog catalog = softDeletable();
    database.execute(ArchiveTable.ddl(catalog, TableName.of("order_lines")));
    List<RetentionPolicy> five =
        List.of(
            RetentionPolicy.of("audit_logs", "logged_at", Period.ofYears(7))
                .archiveAfter(Period.ofYears(2)),
            RetentionPolicy.of("orders", "created_at", Period.ofYears(7))
                .archiveAfter(Period.ofYears(3)),
            RetentionPolicy.of("payments", "paid_at", Period.ofYears(7))
                .archiveAfter(Period.ofYears(3)),
            RetentionPolicy.of("user_sessions", "seen_at", Period.ofDays(30)),
            RetentionPolicy.of("users", "created_at", Period.ofYears(7))
                .archiveAfter(Period.ofYears(3))
                .anonymizeAfter(Period.ofYears(2)));
    RetentionPolicies policies = RetentionPolicies.of(catalog);
    transactions.run(connection -> policies.save(connection, five.get(3)));
    RetentionReport report =
        RetentionJob.builder(dataSource, catalog)
            .criteria("closed", SqlFragment.of("status = ?", "closed"))
            .build()
            .run();
    assertThat(report.failures()).isEmpty();
    assertThat(database.number("SELECT COUNT(*) FROM user_sessions")).isEqualTo(29);
  }
}
