package dev.persistence.lifecycle.purge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.core.keyset.Throttle;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.core.sql.TableName;
import dev.persistence.core.transaction.Transactions;
import dev.persistence.lifecycle.Attribution;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.LifecycleException;
import dev.persistence.lifecycle.LifecycleTables;
import dev.persistence.lifecycle.LiveDatabase;
import dev.persistence.lifecycle.PlanRefusedException;
import dev.persistence.lifecycle.PlanRefusedException.Reason;
import dev.persistence.lifecycle.RowKey;
import dev.persistence.lifecycle.hold.LegalHold;
import dev.persistence.lifecycle.hold.LegalHolds;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Removing old rows for good, and the holds that keep them, on each engine. */
abstract class PurgeSuite {

  private static final Attribution ANNA = new Attribution("case 17", "anna");
  private static final TableName SESSIONS = TableName.of("sessions");
  private static final Duration MONTH = Duration.ofDays(30);

  private final LiveDatabase database;
  private final Transactions transactions;

  PurgeSuite(LiveDatabase database) {
    this.database = database;
    this.transactions = database.transactions();
  }

  @BeforeEach
  void create() throws SQLException {
    database.execute(
        "CREATE TABLE sessions (id bigint PRIMARY KEY, user_id varchar(20) NOT NULL, seen_at "
            + database.sql("timestamptz", "datetime(6)")
            + " NOT NULL, seen_on date NOT NULL, kind int NOT NULL)",
        "CREATE INDEX sessions_by_time ON sessions (seen_at)",
        "CREATE TABLE clicks (id bigint PRIMARY KEY, session_id bigint, CONSTRAINT clicks_session"
            + " FOREIGN KEY (session_id) REFERENCES sessions (id))");
    if (database.isPostgreSql()) {
      database.execute("CREATE INDEX clicks_by_session ON clicks (session_id)");
    }
    database.execute(LifecycleTables.ddl(catalog()));
  }

  @AfterEach
  void clear() throws SQLException {
    database.clear();
  }

  private Catalog catalog() throws SQLException {
    return database.scan(
        Catalog.builder()
            .table("sessions", t -> t.subject("user_id").plain("seen_at", "seen_on", "kind"))
            .table("clicks", t -> t.plain("session_id")));
  }

  /** Adds sessions 1 to 600, of which those up to 400 are older than a month. */
  private void addSessions() throws SQLException {
    List<String> values = new ArrayList<>();
    for (int i = 1; i <= 600; i++) {
      String at = ago(i <= 400 ? 40 : 20);
      values.add("(%d, 'u%d', %s, CAST(%s AS date), %d)".formatted(i, i % 7, at, at, i % 2));
    }
    database.execute("INSERT INTO sessions VALUES " + String.join(", ", values));
  }

  private String ago(int days) {
    return database.sql(
        "statement_timestamp() - INTERVAL '%d days'".formatted(days),
        "CURRENT_TIMESTAMP(6) - INTERVAL %d DAY".formatted(days));
  }

  private PurgeBuilder purge() throws SQLException {
    return Purge.builder(database.dataSource(), catalog(), SESSIONS)
        .olderThan("seen_at", MONTH)
        .batches(100, Duration.ofMillis(1));
  }

  private long left() throws SQLException {
    return database.number("SELECT COUNT(*) FROM sessions");
  }

  @Test
  void oldRowsGoAndThePreviewHasCountedThem() throws SQLException {
    addSessions();
    database.execute("INSERT INTO clicks VALUES (1, 5), (2, 5), (3, 500), (4, NULL)");
    PurgePreview preview = purge().build().preview();
    assertThat(preview).isEqualTo(new PurgePreview(399, 1));
    assertThat(purge().build().run()).isEqualTo(new PurgeReport(399, 1, true));
    assertThat(database.rows("SELECT id FROM sessions WHERE id <= 400")).containsExactly("5");
    assertThat(left()).isEqualTo(201);
    assertThat(database.number("SELECT COUNT(*) FROM clicks")).isEqualTo(4);
    assertThat(purge().build().run().removed()).isZero();
    assertThat(database.number("SELECT COUNT(*) FROM lifecycle_purges")).isZero();
  }

  @Test
  void conditionLimitsWhatGoes() throws SQLException {
    addSessions();
    Purge purge = purge().where(SqlFragment.of("kind = ? OR kind = ?", 1, 7)).build();
    assertThat(purge.preview().removable()).isEqualTo(200);
    assertThat(purge.run().removed()).isEqualTo(200);
    assertThat(database.number("SELECT COUNT(*) FROM sessions WHERE kind = 1")).isEqualTo(100);
  }

  @Test
  void tableWithoutAnIndexOnTimeIsReadByItsKey() throws SQLException {
    addSessions();
    database.execute(
        "DROP INDEX sessions_by_time" + database.sql("", " ON sessions"),
        "ALTER TABLE sessions "
            + database.sql("ALTER COLUMN seen_at DROP NOT NULL", "MODIFY seen_at datetime(6) NULL"),
        "UPDATE sessions SET seen_at = NULL WHERE id = 7");
    assertThat(purge().build().run().removed()).isEqualTo(399);
    assertThat(database.number("SELECT COUNT(*) FROM sessions WHERE id = 7")).isEqualTo(1);
  }

  @Test
  void dayGoesOnlyOnceAllOfItIsOld() throws SQLException {
    String insert = "INSERT INTO sessions VALUES (%d, 'u', %s, CAST(%s AS date), 1)";
    for (int days : List.of(29, 30, 31, 32)) {
      database.execute(insert.formatted(days, ago(days), ago(days)));
    }
    Purge purge =
        Purge.builder(database.dataSource(), catalog(), SESSIONS)
            .olderThan("seen_on", MONTH)
            .build();
    assertThat(purge.run().removed()).isEqualTo(2);
    assertThat(database.rows("SELECT id FROM sessions ORDER BY id")).containsExactly("29", "30");
  }

  @Test
  void holdThatIsCommittedInTheMiddleOfARunIsHonoured() throws SQLException {
    addSessions();
    LegalHolds holds = LegalHolds.of(catalog());
    AtomicInteger asked = new AtomicInteger();
    Throttle holding =
        rows -> {
          if (asked.incrementAndGet() == 2) {
            try {
              transactions.run(
                  connection -> {
                    holds.place(connection, RowKey.of("sessions", 399L), ANNA);
                    holds.placeOnSubject(connection, "u3", ANNA);
                  });
            } catch (SQLException failure) {
              throw new IllegalStateException(failure);
            }
          }
          return Throttle.Pause.none();
        };
    PurgeReport report = purge().throttle(holding).build().run();
    assertThat(asked.get()).isGreaterThan(2);
    // Of the rows behind the first batch: those of the subject, and the one that is held itself.
    assertThat(database.rows("SELECT id FROM sessions WHERE id <= 400 AND user_id <> 'u3'"))
        .containsExactly("399");
    assertThat(database.number("SELECT COUNT(*) FROM sessions WHERE id <= 100")).isZero();
    assertThat(report.kept()).isEqualTo(left() - 200).isGreaterThan(40);
    assertThat(purge().build().preview()).isEqualTo(new PurgePreview(0, report.kept()));
    List<LegalHold> active = transactions.call(holds::active);
    assertThat(active).hasSize(2);
    for (LegalHold hold : active) {
      transactions.run(connection -> holds.release(connection, hold.id(), ANNA));
      assertThatThrownBy(() -> transactions.run(c -> holds.release(c, hold.id(), ANNA)))
          .hasMessageContaining("released already");
    }
    assertThat(transactions.call(holds::active)).isEmpty();
    assertThat(purge().build().run().removed()).isEqualTo(report.kept());
    assertThat(database.number("SELECT COUNT(*) FROM lifecycle_legal_holds")).isEqualTo(2);
  }

  @Test
  void unknownHoldsAndRowsAreRefused() throws SQLException {
    LegalHolds holds = LegalHolds.of(catalog());
    assertThatThrownBy(() -> transactions.run(c -> holds.release(c, new UUID(1, 2), ANNA)))
        .isInstanceOf(LifecycleException.class)
        .hasMessageContaining("not known");
    assertThatThrownBy(() -> transactions.run(c -> holds.place(c, RowKey.of("sessions", 1L), ANNA)))
        .isInstanceOf(LifecycleException.class)
        .hasMessageContaining("no row of this key");
  }

  @Test
  void lockedRowIsPassedOverAndTheRestGoes() throws SQLException {
    addSessions();
    try (Connection other = database.dataSource().getConnection();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("SELECT id FROM sessions WHERE id IN (150, 151) FOR UPDATE");
      assertThat(purge().build().run()).isEqualTo(new PurgeReport(398, 2, true));
      other.rollback();
    }
    assertThat(purge().build().run().removed()).isEqualTo(2);
  }

  @Test
  void lockedRowToWhichNothingCanLeadIsPassedOverToo() throws SQLException {
    String time = database.sql("timestamptz", "datetime(6)");
    database.execute(
        "CREATE TABLE visits (id bigint PRIMARY KEY, seen_at " + time + " NOT NULL)",
        "INSERT INTO visits VALUES (1, %1$s), (2, %1$s), (3, %1$s)".formatted(ago(40)));
    Purge purge =
        Purge.builder(
                database.dataSource(), database.scan(Catalog.builder()), TableName.of("visits"))
            .olderThan("seen_at", MONTH)
            .build();
    try (Connection other = database.dataSource().getConnection();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("SELECT id FROM visits WHERE id = 2 FOR UPDATE");
      assertThat(purge.run()).isEqualTo(new PurgeReport(2, 1, true));
      other.rollback();
    }
    assertThat(purge.run()).isEqualTo(new PurgeReport(1, 0, true));
  }

  @Test
  void runThatWasBrokenOffIsGoneOnWith() throws SQLException {
    addSessions();
    AtomicInteger asked = new AtomicInteger();
    Throttle breaking =
        rows -> {
          if (asked.incrementAndGet() > 2) {
            throw new IllegalStateException("broken off");
          }
          return Throttle.Pause.none();
        };
    assertThatThrownBy(() -> purge().throttle(breaking).build().run())
        .isInstanceOf(IllegalStateException.class);
    long gone = 600 - left();
    assertThat(gone).isBetween(100L, 399L);
    assertThat(database.number("SELECT row_count FROM lifecycle_purges")).isEqualTo(gone);
    assertThatThrownBy(() -> purge().where(SqlFragment.of("kind = 1")).build().run())
        .isInstanceOf(PlanRefusedException.class)
        .hasMessageContaining("cannot go on");
    // The cutoff stays that of the first run, so what has become old since is not taken.
    database.execute("UPDATE sessions SET seen_at = %s WHERE id = 600".formatted(ago(10)));
    PurgeReport rest =
        Purge.builder(database.dataSource(), catalog(), SESSIONS)
            .olderThan("seen_at", Duration.ZERO)
            .build()
            .run();
    assertThat(rest).isEqualTo(new PurgeReport(400, 0, true));
    assertThat(left()).isEqualTo(200);
  }

  @Test
  void plansThatDoNotFitAreRefused() throws SQLException {
    PurgeBuilder builder = Purge.builder(database.dataSource(), catalog(), SESSIONS);
    refused(builder, Reason.NO_TIME_COLUMN, "seen_at, seen_on");
    refused(builder.olderThan("kind", MONTH), Reason.NO_TIME_COLUMN, "kind");
    refused(builder.olderThan("seen", MONTH), Reason.UNKNOWN_COLUMN, "seen_at");
    assertThatThrownBy(
            () -> Purge.builder(database.dataSource(), catalog(), TableName.of("session")))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessageContaining("session");
    if (database.isPostgreSql()) { // The others have an index for each foreign key.
      database.execute("DROP INDEX clicks_by_session");
      refused(purge(), Reason.UNINDEXED_FOREIGN_KEY, "clicks_session");
    }
  }

  private static void refused(PurgeBuilder builder, Reason reason, String message) {
    assertThatThrownBy(builder::build)
        .isInstanceOfSatisfying(
            PlanRefusedException.class, refused -> assertThat(refused.reason()).isEqualTo(reason))
        .hasMessageContaining(message);
  }
}
