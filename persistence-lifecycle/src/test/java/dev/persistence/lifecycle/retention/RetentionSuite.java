package dev.persistence.lifecycle.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.core.keyset.Throttle;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.core.sql.TableName;
import dev.persistence.core.transaction.Transactions;
import dev.persistence.lifecycle.Attribution;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.CatalogBuilder;
import dev.persistence.lifecycle.LifecycleTables;
import dev.persistence.lifecycle.LiveDatabase;
import dev.persistence.lifecycle.PlanRefusedException;
import dev.persistence.lifecycle.PlanRefusedException.Reason;
import dev.persistence.lifecycle.RowKey;
import dev.persistence.lifecycle.anonymize.Anonymizer;
import dev.persistence.lifecycle.anonymize.Mask;
import dev.persistence.lifecycle.hold.LegalHolds;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Five policies over five tables, on each engine, at times that the tests choose. */
abstract class RetentionSuite {

  private static final byte[] KEY = "a key of the tests".getBytes(StandardCharsets.UTF_8);
  private static final Attribution ANNA = new Attribution("case 17", "anna");
  private static final List<String> ARCHIVED = List.of("audit_logs", "orders", "payments", "users");

  private final LiveDatabase database;
  private final Transactions transactions;

  RetentionSuite(LiveDatabase database) {
    this.database = database;
    this.transactions = database.transactions();
  }

  @BeforeEach
  void create() throws SQLException {
    String at = database.sql("timestamptz", "datetime(6)");
    database.execute(
        "CREATE TABLE users (id bigint PRIMARY KEY, email varchar(60) NOT NULL UNIQUE, created_at "
            + at
            + " NOT NULL, anonymized_at "
            + at
            + " NULL, anonymized_policy varchar(20) NULL)",
        "CREATE TABLE user_sessions (id bigint PRIMARY KEY, user_id bigint, seen_at "
            + at
            + " NULL)",
        "CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, total int NOT NULL,"
            + " created_at "
            + at
            + " NOT NULL)",
        "CREATE TABLE payments (id bigint PRIMARY KEY, order_id bigint NOT NULL, amount"
            + " decimal(10,2) NOT NULL, paid_at "
            + at
            + " NOT NULL, CONSTRAINT payments_order FOREIGN KEY (order_id) REFERENCES orders (id))",
        "CREATE TABLE audit_logs (id bigint PRIMARY KEY, action varchar(40) NOT NULL, logged_on"
            + " date NOT NULL)",
        "CREATE INDEX orders_by_time ON orders (created_at)");
    if (database.isPostgreSql()) { // The others have an index for each foreign key.
      database.execute("CREATE INDEX payments_by_order ON payments (order_id)");
    }
    Catalog catalog = database.scan(Catalog.builder());
    database.execute(LifecycleTables.ddl(catalog));
    for (String table : ARCHIVED) {
      database.execute(ArchiveTable.ddl(catalog, TableName.of(table)));
    }
    addRows();
    RetentionPolicies policies = RetentionPolicies.of(catalog);
    transactions.run(
        connection -> {
          for (RetentionPolicy policy : fivePolicies()) {
            policies.save(connection, policy);
          }
        });
  }

  @AfterEach
  void clear() throws SQLException {
    database.clear();
  }

  static List<RetentionPolicy> fivePolicies() {
    Period sevenYears = Period.ofYears(7);
    return List.of(
        RetentionPolicy.of("audit_logs", "logged_on", sevenYears)
            .archiveAfter(Period.ofYears(2))
            .legalBasis("tax law"),
        RetentionPolicy.of("orders", "created_at", sevenYears).archiveAfter(Period.ofYears(3)),
        RetentionPolicy.of("payments", "paid_at", sevenYears).archiveAfter(Period.ofYears(3)),
        RetentionPolicy.of("user_sessions", "seen_at", Period.ofDays(30)),
        RetentionPolicy.of("users", "created_at", sevenYears)
            .archiveAfter(Period.ofYears(3))
            .anonymizeAfter(Period.ofYears(2)));
  }

  /** Row 1 of each table is young in 2030, 2 is over two years old, 3 over three, 4 over seven. */
  private void addRows() throws SQLException {
    List<String> times = List.of("2029-12-15", "2027-06-01", "2026-06-01", "2022-06-01");
    for (int id = 1; id <= 4; id++) {
      String time = times.get(id - 1);
      database.execute(
          "INSERT INTO users (id, email, created_at) VALUES (%d, 'u%d@x', '%s')"
              .formatted(id, id, time),
          "INSERT INTO user_sessions VALUES (%d, 1, '%s')".formatted(id, time),
          "INSERT INTO orders VALUES (%d, 1, 100, '%s')".formatted(id, time),
          "INSERT INTO payments VALUES (%d, %d, 9.90, '%s')".formatted(id, id, time),
          "INSERT INTO audit_logs VALUES (%d, 'login', '%s')".formatted(id, time));
    }
    database.execute("INSERT INTO user_sessions VALUES (5, 1, NULL)");
  }

  private Catalog catalog() throws SQLException {
    CatalogBuilder described =
        Catalog.builder()
            .table("users", t -> t.subject("id").personal("email"))
            .table("users_archive", t -> t.subject("id").personal("email"))
            .table("orders", t -> t.subject("user_id"))
            .table("orders_archive", t -> t.subject("user_id"));
    return database.scan(described);
  }

  private RetentionJobBuilder in(int year) throws SQLException {
    Catalog catalog = catalog();
    return RetentionJob.builder(database.dataSource(), catalog)
        .clock(Clock.fixed(Instant.parse(year + "-01-01T00:00:00Z"), ZoneOffset.UTC))
        .anonymizer(
            Anonymizer.builder(catalog, TableName.of("users"), "2030-1", KEY)
                .mask("email", Mask.email())
                .build());
  }

  private String ids(String table) throws SQLException {
    return String.join(" ", database.rows("SELECT id FROM " + table + " ORDER BY id"));
  }

  private RetentionOutcome outcome(RetentionReport report, String policy) {
    return report.outcomes().stream()
        .filter(outcome -> outcome.policy().equals(policy))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void eachPeriodActsOnceItIsOver() throws SQLException {
    RetentionReport report = in(2030).build().run();
    assertThat(report.failures()).isEmpty();
    assertThat(report.completed()).isTrue();
    assertThat(report.outcomes())
        .containsExactly(
            new RetentionOutcome("audit_logs", 0, 3, 1, 0, null),
            // The payments lead to them still.
            new RetentionOutcome("orders", 0, 0, 0, 2, null),
            new RetentionOutcome("payments", 0, 2, 1, 0, null),
            new RetentionOutcome("user_sessions", 0, 0, 3, 0, null),
            new RetentionOutcome("users", 3, 2, 1, 0, null));
    assertThat(ids("users")).isEqualTo("1 2");
    assertThat(ids("users_archive")).isEqualTo("3");
    assertThat(ids("user_sessions")).isEqualTo("1 5");
    assertThat(ids("audit_logs_archive")).isEqualTo("2 3");
    assertThat(database.rows("SELECT amount FROM payments_archive")).containsExactly("9.90");
    assertThat(database.rows("SELECT email FROM users WHERE email LIKE 'u%'"))
        .containsExactly("u1@x");
    assertThat(database.rows("SELECT email FROM users_archive").get(0)).contains("@example");
    RetentionReport second = in(2030).build().run();
    assertThat(outcome(second, "orders"))
        .isEqualTo(new RetentionOutcome("orders", 0, 2, 1, 0, null));
    assertThat(second.overdue()).isZero();
    assertThat(
            second.outcomes().stream().mapToLong(o -> o.anonymized() + o.archived() + o.removed()))
        .containsExactlyInAnyOrder(0L, 3L, 0L, 0L, 0L);
    assertThat(
            database.number(
                "SELECT COUNT(*) FROM data_retention_policies WHERE last_success_at IS NOT NULL"))
        .isEqualTo(5);
  }

  @Test
  void archivedRowsAreRemovedInTheirTime() throws SQLException {
    in(2030).build().run();
    assertThat(in(2033).build().run().failures()).isEmpty();
    assertThat(ids("users")).isEmpty();
    assertThat(ids("users_archive")).isEqualTo("1 2 3");
    assertThat(in(2034).build().run().failures()).isEmpty();
    assertThat(ids("users_archive")).isEqualTo("1 2");
    assertThat(in(2040).build().run().failures()).isEmpty();
    assertThat(ids("users_archive")).isEmpty();
  }

  @Test
  void failingPolicyLeavesTheOthersDoneAndIsReported() throws SQLException {
    database.execute(
        "ALTER TABLE audit_logs_archive DROP COLUMN action",
        "UPDATE data_retention_policies SET retention_period = 'for ever' WHERE policy_id ="
            + " 'user_sessions'",
        "INSERT INTO users_archive (id, email, created_at, archived_at) VALUES (3, 'x',"
            + " '2029-01-01', '2029-01-01')");
    RetentionReport report = in(2030).build().run();
    assertThat(report.failures())
        .extracting(RetentionOutcome::policy)
        .containsExactly("audit_logs", "user_sessions", "users");
    assertThat(outcome(report, "audit_logs").failure())
        .isInstanceOfSatisfying(
            PlanRefusedException.class,
            refused -> {
              assertThat(refused.reason()).isEqualTo(Reason.ARCHIVE_DRIFT);
              assertThat(refused.column()).hasToString("action");
            });
    assertThat(ids("audit_logs")).isEqualTo("1 2 3 4");
    assertThat(outcome(report, "user_sessions").failure())
        .isInstanceOf(DateTimeParseException.class);
    assertThat(outcome(report, "user_sessions").overdue()).isEqualTo(-1);
    assertThat(outcome(report, "users").failure()).isInstanceOf(SQLException.class);
    assertThat(report.toString()).contains("SQL", " 23").doesNotContainIgnoringCase("duplicate");
    assertThat(outcome(report, "users").anonymized()).isEqualTo(3);
    assertThat(outcome(report, "users").overdue()).isEqualTo(2);
    assertThat(ids("users")).as("neither lost nor doubled").isEqualTo("1 2 3 4");
    assertThat(outcome(report, "payments").archived()).isEqualTo(2);
    assertThat(
            database.rows(
                "SELECT policy_id, last_failure FROM data_retention_policies WHERE last_failure_at"
                    + " IS NOT NULL ORDER BY policy_id"))
        .hasSize(3)
        .contains("user_sessions|DateTimeParseException")
        .last()
        .asString()
        .as("a database's message may have values in it")
        .matches("users\\|\\w+ 23\\d+");
  }

  @Test
  void policyThatIsInterruptedHasNotSucceeded() throws SQLException {
    RetentionReport report =
        in(2030)
            .throttle(
                rows -> {
                  Thread.currentThread().interrupt();
                  return Throttle.Pause.none();
                })
            .build()
            .run();
    assertThat(Thread.interrupted()).as("stays").isTrue();
    assertThat(report.completed()).isFalse();
    assertThat(report.failures())
        .extracting(RetentionOutcome::policy)
        .containsExactly("audit_logs");
    assertThat(
            database.rows(
                "SELECT last_failure FROM data_retention_policies WHERE last_failure IS NOT NULL"))
        .singleElement()
        .asString()
        .contains("interrupted");
    assertThat(
            database.rows(
                "SELECT policy_id FROM data_retention_policies WHERE last_success_at IS NOT NULL"))
        .isEmpty();
    assertThat(in(2030).build().run().failures()).isEmpty();
    assertThat(ids("audit_logs")).isEqualTo("1");
  }

  @Test
  void heldRowsStayAndAreOverdue() throws SQLException {
    LegalHolds holds = LegalHolds.of(catalog());
    transactions.run(
        connection -> {
          holds.placeOnSubject(connection, "4", ANNA);
          holds.place(connection, RowKey.of("audit_logs", 3L), ANNA);
        });
    RetentionReport report = in(2030).build().run();
    assertThat(outcome(report, "users")).isEqualTo(new RetentionOutcome("users", 2, 1, 0, 1, null));
    assertThat(database.rows("SELECT email FROM users WHERE id = 4")).containsExactly("u4@x");
    assertThat(ids("audit_logs")).isEqualTo("1 3");
    assertThat(outcome(report, "audit_logs").overdue()).isEqualTo(1);
  }

  @Test
  void lockedRowIsPassedOverAndOverdue() throws SQLException {
    try (Connection other = database.dataSource().getConnection();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("SELECT id FROM audit_logs WHERE id = 3 FOR UPDATE");
      assertThat(outcome(in(2030).build().run(), "audit_logs"))
          .isEqualTo(new RetentionOutcome("audit_logs", 0, 2, 1, 1, null));
      other.rollback();
    }
    assertThat(outcome(in(2030).build().run(), "audit_logs").archived()).isEqualTo(1);
  }

  @Test
  void heldRowsOfTheArchiveStay() throws SQLException {
    in(2030).build().run();
    LegalHolds holds = LegalHolds.of(catalog());
    transactions.run(connection -> holds.placeOnSubject(connection, "3", ANNA));
    assertThat(outcome(in(2040).build().run(), "users").overdue()).isEqualTo(1);
    assertThat(ids("users_archive")).isEqualTo("3");
  }

  @Test
  void criteriaLimitThePolicyAndUnknownOnesAreRefused() throws SQLException {
    RetentionPolicies policies = RetentionPolicies.of(catalog());
    transactions.run(
        connection -> {
          policies.remove(connection, "orders");
          policies.save(
              connection,
              RetentionPolicy.of("user_sessions", "seen_at", Period.ofDays(30)).criteria("even"));
          policies.save(
              connection,
              RetentionPolicy.of("audit_logs", "logged_on", Period.ofDays(1)).criteria("odd"));
        });
    RetentionReport report =
        in(2030).criteria("even", SqlFragment.of("id = ? OR id = ?", 2L, 4L)).build().run();
    assertThat(report.outcomes()).hasSize(4);
    assertThat(ids("user_sessions")).isEqualTo("1 3 5");
    assertThat(report.failures())
        .singleElement()
        .extracting(RetentionOutcome::failure)
        .isInstanceOfSatisfying(
            PlanRefusedException.class,
            refused -> assertThat(refused.reason()).isEqualTo(Reason.UNKNOWN_CRITERIA));
  }

  @Test
  void anonymizingPolicyWithoutAnAnonymizerIsRefused() throws SQLException {
    RetentionReport report = RetentionJob.builder(database.dataSource(), catalog()).build().run();
    assertThat(report.failures())
        .singleElement()
        .extracting(RetentionOutcome::failure)
        .isInstanceOfSatisfying(
            PlanRefusedException.class,
            refused -> assertThat(refused.reason()).isEqualTo(Reason.NO_ANONYMIZER));
  }
}
