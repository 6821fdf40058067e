package dev.persistence.lifecycle.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.core.keyset.Throttle;
import dev.persistence.core.sql.TableName;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.LifecycleTables;
import dev.persistence.lifecycle.LiveDatabase;
import dev.persistence.lifecycle.anonymize.Anonymizer;
import dev.persistence.lifecycle.anonymize.Mask;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows at the very end of a period, and rows that come between two steps, on each engine. */
abstract class RetentionEdgesSuite {

  private static final byte[] KEY = "a key of the tests".getBytes(StandardCharsets.UTF_8);
  static final Period MONTH = Period.ofDays(30);
  static final Period CENTURY = Period.ofYears(100);

  final LiveDatabase database;

  RetentionEdgesSuite(LiveDatabase database) {
    this.database = database;
  }

  /** Visits are read by their key, and orders by their time. */
  @BeforeEach
  void create() throws SQLException {
    String at = database.sql("timestamptz", "datetime(6)");
    database.execute(
        "CREATE TABLE visits (id bigint PRIMARY KEY, happened %s NOT NULL)".formatted(at),
        "CREATE TABLE orders (id bigint PRIMARY KEY, happened %s NOT NULL)".formatted(at),
        "CREATE INDEX orders_by_time ON orders (happened)",
        "CREATE TABLE days (id bigint PRIMARY KEY, happened date NOT NULL)",
        "CREATE TABLE users (id bigint PRIMARY KEY, email varchar(60), anonymized_policy"
            + " varchar(20) NULL, happened %1$s NOT NULL, anonymized_at %1$s NULL)".formatted(at));
    Catalog catalog = catalog();
    database.execute(LifecycleTables.ddl(catalog));
    for (String table : List.of("orders", "users")) {
      database.execute(ArchiveTable.ddl(catalog, TableName.of(table)));
    }
  }

  @AfterEach
  void clear() throws SQLException {
    database.clear();
  }

  private Catalog catalog() throws SQLException {
    return database.scan(Catalog.builder().table("users", t -> t.personal("email")));
  }

  void save(RetentionPolicy... policies) throws SQLException {
    RetentionPolicies book = RetentionPolicies.of(catalog());
    database
        .transactions()
        .run(
            connection -> {
              for (RetentionPolicy policy : policies) {
                book.save(connection, policy);
              }
            });
  }

  RetentionJobBuilder job(RetentionPolicy... policies) throws SQLException {
    save(policies);
    return RetentionJob.builder(database.dataSource(), catalog())
        .clock(Clock.fixed(Instant.parse("2030-01-01T00:00:00Z"), ZoneOffset.UTC));
  }

  static RetentionPolicy orders() {
    return RetentionPolicy.of("orders", "happened", CENTURY).archiveAfter(MONTH);
  }

  void add(String table, int id, String time) throws SQLException {
    String zone = table.equals("days") ? "" : database.sql("+00", "");
    database.execute(
        "INSERT INTO %s (id, happened) VALUES (%d, '%s%s')".formatted(table, id, time, zone));
  }

  List<String> ids(String table) throws SQLException {
    return database.rows("SELECT id FROM " + table + " ORDER BY id");
  }

  @Test
  void rowIsDueInTheMomentInWhichItsPeriodEnds() throws SQLException {
    for (String table : List.of("visits", "orders")) {
      add(table, 1, "2029-12-02 00:00:00.000000");
      add(table, 2, "2029-12-02 00:00:00.000001");
    }
    add("days", 1, "2029-12-01");
    add("days", 2, "2029-12-02"); // Of which all but the first moment is younger.
    RetentionJob job =
        job(
                RetentionPolicy.of("visits", "happened", MONTH),
                orders(),
                RetentionPolicy.of("days", "happened", MONTH))
            .build();
    assertThat(job.status())
        .hasSize(3)
        .allSatisfy(
            status -> {
              assertThat(status.overdue()).as(status.policy()).isEqualTo(1);
              assertThat(status.overdueAge()).as(status.policy()).isEqualTo(Duration.ZERO);
            });
    assertThat(job.run().failures()).isEmpty();
    for (String table : List.of("visits", "orders", "days")) {
      assertThat(ids(table)).as(table).containsExactly("2");
    }
    assertThat(ids("orders_archive")).containsExactly("1");
    assertThat(job.status()).extracting(RetentionStatus::overdue).containsOnly(0L);
  }

  /** What happens once, before the batch of this number. */
  private interface Event {
    void happen() throws SQLException;
  }

  private static Throttle before(int batch, Event event) {
    AtomicInteger asked = new AtomicInteger();
    return rows -> {
      if (asked.incrementAndGet() == batch) {
        try {
          event.happen();
        } catch (SQLException failure) {
          throw new IllegalStateException(failure);
        }
      }
      return Throttle.Pause.none();
    };
  }

  @Test
  void rowThatWasLockedForAWhileIsRemovedWithTheRest() throws SQLException {
    assertLockedIsDone(
        RetentionPolicy.of("visits", "happened", MONTH),
        new RetentionOutcome("visits", 0, 0, 250, 0, null));
  }

  @Test
  void rowThatWasLockedForAWhileIsArchivedWithTheRest() throws SQLException {
    assertLockedIsDone(orders(), new RetentionOutcome("orders", 0, 250, 0, 0, null));
  }

  private void assertLockedIsDone(RetentionPolicy policy, RetentionOutcome done)
      throws SQLException {
    List<String> rows = new ArrayList<>();
    for (int id = 1; id <= 250; id++) {
      rows.add("(%d, '2020-01-01')".formatted(id));
    }
    database.execute("INSERT INTO " + policy.table() + " VALUES " + String.join(", ", rows));
    try (Connection other = database.dataSource().getConnection();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("SELECT id FROM " + policy.table() + " WHERE id = 1 FOR UPDATE");
      RetentionReport report =
          job(policy)
              .batches(100, Duration.ofMillis(1))
              .throttle(before(2, other::rollback))
              .build()
              .run();
      assertThat(report.outcomes()).containsExactly(done);
    }
  }

  @Test
  void rowThatComesBehindTheAnonymizationIsNotArchivedAsItIs() throws SQLException {
    add("users", 1, "2020-01-01");
    RetentionReport report =
        job(RetentionPolicy.of("users", "happened", CENTURY)
                .archiveAfter(Period.ofYears(2))
                .anonymizeAfter(Period.ofYears(1)))
            .anonymizer(
                Anonymizer.builder(catalog(), TableName.of("users"), "1", KEY)
                    .mask("email", Mask.nulls())
                    .build())
            .throttle(before(1, () -> add("users", 2, "2020-01-01")))
            .build()
            .run();
    assertThat(report.failures()).isEmpty();
    assertThat(ids("users")).containsExactly("2");
    assertThat(ids("users_archive")).containsExactly("1");
    assertThat(report.overdue()).isEqualTo(1);
  }
}
