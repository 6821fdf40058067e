package dev.persistence.lifecycle.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.core.sql.SqlFragment;
import dev.persistence.core.sql.TableName;
import dev.persistence.core.transaction.Transactions;
import dev.persistence.lifecycle.Attribution;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.LifecycleTables;
import dev.persistence.lifecycle.LiveDatabase;
import dev.persistence.lifecycle.PlanRefusedException;
import dev.persistence.lifecycle.RowKey;
import dev.persistence.lifecycle.TableDescriptionBuilder;
import dev.persistence.lifecycle.anonymize.Anonymizer;
import dev.persistence.lifecycle.anonymize.Mask;
import dev.persistence.lifecycle.hold.LegalHolds;
import dev.persistence.lifecycle.partition.HashPartitions;
import dev.persistence.lifecycle.partition.ListPartitions;
import dev.persistence.lifecycle.partition.PartitionStep;
import dev.persistence.lifecycle.partition.RangePartitions;
import dev.persistence.lifecycle.retention.RetentionJob;
import dev.persistence.lifecycle.retention.RetentionPolicies;
import dev.persistence.lifecycle.retention.RetentionPolicy;
import dev.persistence.lifecycle.subject.ErasureCertificate.Status;
import dev.persistence.lifecycle.subject.SubjectRequests;
import dev.persistence.lifecycle.subject.SubjectStore;
import dev.persistence.testkit.time.ManualTimeSource;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a registry is told of policies, holds and requests, whoever runs the job. */
abstract class LifecycleMetricsSuite {

  private static final byte[] KEY = "a key of the tests".getBytes(StandardCharsets.UTF_8);
  private static final Attribution ANNA = new Attribution("case 17", "anna");
  private static final Duration AGE = Duration.ofMinutes(1);
  private static final double DAY = Duration.ofDays(1).toSeconds();

  private final LiveDatabase database;
  private final DataSource dataSource;
  private final Transactions transactions;
  private final ManualTimeSource time = ManualTimeSource.skipping();
  private final MeterRegistry registry = new SimpleMeterRegistry();

  LifecycleMetricsSuite(LiveDatabase database) {
    this.database = database;
    this.dataSource = database.dataSource();
    this.transactions = database.transactions();
  }

  @BeforeEach
  void create() throws SQLException {
    String at = database.sql("timestamptz", "datetime(6)");
    String user =
        "CREATE TABLE %s (id bigint PRIMARY KEY, email varchar(60) NOT NULL, made_on date NOT NULL,"
            + " anonymized_at "
            + at
            + " NULL, anonymized_policy varchar(20) NULL)";
    database.execute(
        user.formatted("users"),
        user.formatted("users_archive"),
        "CREATE TABLE sessions (id bigint PRIMARY KEY, seen_at " + at + " NOT NULL)",
        "INSERT INTO sessions VALUES (1, '2029-12-31 00:00:00'), (2, '2029-11-30 00:00:00'),"
            + " (3, '2029-11-29 12:00:00')");
    for (int year = 2024; year < 2030; year++) {
      database.execute(
          "INSERT INTO users (id, email, made_on) VALUES (%1$d, 'u%1$d@x', '%1$d-06-01')"
              .formatted(year));
    }
    database.execute(LifecycleTables.ddl(catalog()));
    save(RetentionPolicy.of("sessions", "seen_at", Period.ofDays(30)));
    save(
        RetentionPolicy.of("users", "made_on", Period.ofYears(5))
            .archiveAfter(Period.ofYears(3))
            .anonymizeAfter(Period.ofYears(2)));
    bind();
  }

  @AfterEach
  void clear() throws SQLException {
    registry.close();
    database.clear();
  }

  private Catalog catalog() throws SQLException {
    return database.scan(
        Catalog.builder()
            .table("users", t -> t.subject("id").personal("email"))
            .table("users_archive", t -> t.subject("id").personal("email")));
  }

  private void save(RetentionPolicy policy) throws SQLException {
    RetentionPolicies policies = RetentionPolicies.of(catalog());
    transactions.run(connection -> policies.save(connection, policy));
  }

  private RetentionJob job() throws SQLException {
    Catalog catalog = catalog();
    return RetentionJob.builder(dataSource, catalog)
        .clock(Clock.fixed(Instant.parse("2030-01-01T00:00:00Z"), ZoneOffset.UTC))
        .criteria("none", SqlFragment.of("1 = 0"))
        .anonymizer(
            Anonymizer.builder(catalog, TableName.of("users"), "2030-1", KEY)
                .mask("email", Mask.email())
                .build())
        .build();
  }

  /** Nobody else than the registry holds on to what is bound. */
  private void bind() throws SQLException {
    RetentionJob job = job();
    new LifecycleMetrics("shop", dataSource, catalog())
        .retention(job)
        .timeSource(time)
        .bindTo(registry);
  }

  private double value(String meter, String... tags) {
    return registry.get("persistence.lifecycle." + meter).tags(tags).gauge().value();
  }

  private double of(String policy, String meter, String... tags) {
    return registry
        .get("persistence.lifecycle.retention." + meter)
        .tag("policy", policy)
        .tags(tags)
        .gauge()
        .value();
  }

  private double rows(String policy, String kind) {
    return of(policy, "rows", "kind", kind);
  }

  @Test
  void overdueRowsAndTheirAgeAreThoseOfNow() throws SQLException {
    assertThat(of("sessions", "overdue.rows")).isEqualTo(2);
    assertThat(of("sessions", "overdue.age")).isEqualTo(2.5 * DAY);
    assertThat(of("users", "overdue.rows")).as("2027 and older").isEqualTo(4);
    assertThat(of("users", "overdue.age")).as("of 2024, to the end of 2026").isEqualTo(943 * DAY);
    database.execute("DELETE FROM sessions WHERE id = 3", "DELETE FROM users WHERE id < 2027");
    time.advance(AGE);
    assertThat(of("sessions", "overdue.rows")).isEqualTo(1);
    assertThat(of("sessions", "overdue.age")).isEqualTo(2 * DAY);
    assertThat(of("users", "overdue.rows")).as("only to be anonymized").isEqualTo(1);
    database.execute("DELETE FROM sessions WHERE id = 2");
    time.advance(AGE);
    assertThat(of("sessions", "overdue.rows")).isZero();
    assertThat(of("sessions", "overdue.age")).isZero();
  }

  @Test
  void whatRunsHaveDoneIsAddedUp() throws SQLException {
    assertThat(of("users", "failed")).isNaN();
    assertThat(of("users", "success.age")).isNaN();
    assertThat(rows("users", "archived")).isZero();
    assertThat(job().run().failures()).isEmpty();
    time.advance(AGE);
    assertThat(rows("users", "anonymized")).isEqualTo(4);
    assertThat(rows("users", "archived")).isEqualTo(3);
    assertThat(rows("users", "removed")).isEqualTo(1);
    assertThat(rows("sessions", "removed")).isEqualTo(2);
    assertThat(rows("sessions", "archived")).isZero();
    assertThat(of("users", "overdue.rows")).isZero();
    assertThat(of("users", "failed")).isZero();
    assertThat(of("users", "success.age")).isBetween(0.0, 600.0);
    database.execute("INSERT INTO sessions VALUES (4, '2020-01-01 00:00:00')");
    job().run();
    time.advance(AGE);
    assertThat(rows("sessions", "removed")).isEqualTo(3);
    assertThat(rows("users", "archived")).isEqualTo(3);
  }

  @Test
  void policyThatFailsSaysSoAndHidesNoOther() throws SQLException {
    job().run();
    database.execute(
        "UPDATE data_retention_policies SET retention_period = 'for ever', last_success_at ="
            + " '2020-01-01 00:00:00' WHERE policy_id = 'sessions'");
    time.advance(AGE);
    assertThat(of("sessions", "overdue.rows")).isNaN();
    assertThat(of("sessions", "overdue.age")).isNaN();
    assertThat(of("sessions", "failed")).as("it has not run since").isZero();
    assertThat(job().run().failures()).hasSize(1);
    time.advance(AGE);
    assertThat(of("sessions", "failed")).isEqualTo(1);
    assertThat(rows("sessions", "removed")).isEqualTo(2);
    assertThat(of("sessions", "success.age")).isGreaterThan(365 * DAY);
    assertThat(of("users", "failed")).isZero();
    assertThat(of("users", "overdue.rows")).isZero();
  }

  @Test
  void policiesComeAndGo() throws SQLException {
    assertThat(value("retention.policies")).isEqualTo(2);
    save(RetentionPolicy.of("sessions", "seen_at", Period.ofDays(1)).named("x").criteria("none"));
    transactions.run(connection -> RetentionPolicies.of(catalog()).remove(connection, "users"));
    time.advance(AGE);
    assertThat(value("retention.policies")).isEqualTo(2);
    assertThat(of("x", "overdue.rows")).isZero();
    assertThat(of("users", "overdue.rows")).isNaN();
  }

  @Test
  void tablesThatCameAfterTheJobAreCounted() throws SQLException {
    database.execute(
        "CREATE TABLE logs (id bigint PRIMARY KEY, at date NOT NULL)",
        "INSERT INTO logs VALUES (1, '2020-01-01')");
    save(RetentionPolicy.of("logs", "at", Period.ofYears(1)));
    time.advance(AGE);
    assertThat(value("retention.policies")).isEqualTo(3);
    assertThat(of("logs", "overdue.rows")).isEqualTo(1);
  }

  @Test
  void holdsAreOpenUntilTheyAreReleased() throws SQLException {
    assertThat(value("holds.open")).isZero();
    LegalHolds holds = LegalHolds.of(catalog());
    UUID first =
        transactions.call(
            connection -> {
              holds.placeOnSubject(connection, "2025", ANNA);
              return holds.place(connection, RowKey.of("sessions", 1L), ANNA);
            });
    time.advance(AGE);
    assertThat(value("holds.open")).isEqualTo(2);
    transactions.run(connection -> holds.release(connection, first, ANNA));
    assertThat(value("holds.open")).as("as it was read before").isEqualTo(2);
    time.advance(AGE);
    assertThat(value("holds.open")).isEqualTo(1);
  }

  @Test
  void partitionsAreShownWhereTheyAreManaged() throws SQLException {
    TableName events = TableName.of("sessions");
    if (!database.isPostgreSql()) {
      Catalog catalog = catalog();
      for (ThrowingCallable refused :
          List.<ThrowingCallable>of(
              () -> RangePartitions.of(dataSource, catalog, events, PartitionStep.DAY),
              () -> ListPartitions.of(dataSource, catalog, events),
              () -> HashPartitions.of(dataSource, catalog, events))) {
        assertThatThrownBy(refused)
            .isInstanceOf(PlanRefusedException.class)
            .hasMessageContaining("Write the DDL of that database");
      }
      return;
    }
    database.execute(
        "DROP TABLE sessions",
        "CREATE TABLE sessions (seen_at date) PARTITION BY RANGE (seen_at)",
        "CREATE TABLE others PARTITION OF sessions DEFAULT",
        "INSERT INTO sessions VALUES ('2020-01-01')");
    RangePartitions partitions =
        RangePartitions.of(dataSource, catalog(), events, PartitionStep.DAY);
    LocalDate today = LocalDate.of(2030, 1, 1);
    partitions.createAhead(today, 1);
    new LifecycleMetrics("shop", dataSource, catalog())
        .partitions("sessions", () -> partitions.health(today, 3))
        .partitions(
            "users", HashPartitions.of(dataSource, catalog(), TableName.of("users"))::health)
        .timeSource(time)
        .bindTo(registry);
    assertThat(value("partitions.ahead", "table", "sessions")).isEqualTo(1);
    assertThat(value("partitions.missing", "table", "sessions")).isEqualTo(2);
    assertThat(value("partitions.gaps", "table", "sessions")).isZero();
    assertThat(value("partitions.default.rows", "table", "sessions")).isEqualTo(1);
    assertThat(value("partitions.ahead", "table", "users")).as("it has none").isNaN();
    partitions.createAhead(today, 3);
    partitions.createAhead(today.plusDays(9), 0);
    time.advance(AGE);
    assertThat(value("partitions.missing", "table", "sessions")).isZero();
    assertThat(value("partitions.gaps", "table", "sessions")).isEqualTo(1);
  }

  @Test
  void requestsAreOpenUntilEveryStoreHasDoneAll() throws SQLException {
    SwitchedStore cache = new SwitchedStore();
    SubjectRequests requests =
        SubjectRequests.builder("2026-1", KEY)
            .database("shop", dataSource, wholeCatalog())
            .store(cache)
            .build();
    requests.erase(requests.plan("2029"));
    assertThat(value("requests.open")).isZero();
    cache.down = true;
    UUID first = UUID.randomUUID();
    assertThat(requests.erase(requests.plan(first, "2028")).status()).isEqualTo(Status.PARTIAL);
    requests.erase(requests.plan("2027"));
    time.advance(AGE);
    assertThat(value("requests.open")).isEqualTo(2);
    cache.down = false;
    assertThat(requests.erase(requests.plan(first, "2028")).status()).isEqualTo(Status.COMPLETE);
    time.advance(AGE);
    assertThat(value("requests.open")).isEqualTo(1);
  }

  private Catalog wholeCatalog() throws SQLException {
    Consumer<TableDescriptionBuilder> users =
        t ->
            t.subject("id")
                .personal("email")
                .plain("made_on", "anonymized_at", "anonymized_policy");
    return database.scan(
        Catalog.builder()
            .table("users", users)
            .table("users_archive", users)
            .table("sessions", t -> t.plain("seen_at")));
  }

  /** A store that may be down and has nothing of anybody. */
  private static final class SwitchedStore implements SubjectStore {

    private volatile boolean down;

    @Override
    public String name() {
      return "cache";
    }

    @Override
    public long erase(String subject) {
      return 0;
    }

    @Override
    public long count(String subject) {
      if (down) {
        throw new IllegalStateException("the cache does not answer");
      }
      return 0;
    }
  }

  @Test
  void databaseThatCannotBeReadMakesValuesUnknownUntilItCan() throws SQLException {
    assertThat(value("holds.open")).isZero();
    database.execute("ALTER TABLE data_retention_policies RENAME TO hidden");
    time.advance(AGE);
    assertThat(value("holds.open")).isNaN();
    assertThat(value("retention.policies")).isNaN();
    assertThat(rows("users", "removed")).isNaN();
    database.execute("ALTER TABLE hidden RENAME TO data_retention_policies");
    assertThat(value("holds.open")).isNaN();
    time.advance(AGE);
    assertThat(value("holds.open")).isZero();
    assertThat(rows("users", "removed")).isZero();
  }

  @Test
  void registryHoldsOnToWhatIsBoundAndBindingTwiceChangesNothing() throws SQLException {
    System.gc();
    assertThat(value("retention.policies")).isEqualTo(2);
    int meters = registry.getMeters().size();
    Catalog catalog = catalog();
    RetentionJob job = job();
    new LifecycleMetrics("shop", dataSource, catalog).retention(job).bindTo(registry);
    assertThat(registry.getMeters())
        .hasSize(meters)
        .hasSize(3 + 2 * 7)
        .allMatch(Gauge.class::isInstance);
  }

  @Test
  void withoutAJobThereAreNoPolicies() throws SQLException {
    MeterRegistry other = new SimpleMeterRegistry();
    new LifecycleMetrics("shop", dataSource, catalog()).bindTo(other);
    assertThat(other.getMeters()).hasSize(2);
    other.close();
  }

  @Test
  void ageOutOfRangeIsRefused() throws SQLException {
    LifecycleMetrics metrics = new LifecycleMetrics("shop", dataSource, catalog());
    assertThatThrownBy(() -> metrics.maxAge(Duration.ofMillis(999)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maxAge");
    assertThatThrownBy(() -> metrics.maxAge(Duration.ofDays(1).plusNanos(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
