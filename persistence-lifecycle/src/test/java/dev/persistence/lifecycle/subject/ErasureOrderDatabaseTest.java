package dev.persistence.lifecycle.subject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.CatalogBuilder;
import dev.persistence.lifecycle.LifecycleTables;
import dev.persistence.lifecycle.LiveDatabase;
import dev.persistence.lifecycle.OnDelete;
import dev.persistence.lifecycle.PlanRefusedException;
import dev.persistence.lifecycle.PlanRefusedException.Reason;
import dev.persistence.lifecycle.internal.engine.Sql;
import dev.persistence.lifecycle.subject.ErasureCertificate.Status;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Foreign keys that leave no order in which rows can go are refused before there is a plan. */
@WithPostgres
class ErasureOrderDatabaseTest {

  private static final Duration BOUND = Duration.ofMinutes(1);

  private final LiveDatabase database;

  ErasureOrderDatabaseTest(PostgresCluster cluster) {
    this.database = new LiveDatabase(cluster.primary().dataSource());
  }

  @BeforeEach
  void create() throws SQLException {
    database.execute("CREATE TABLE people (id int PRIMARY KEY, name text)");
    database.execute("INSERT INTO people VALUES (7, 'seven'), (42, 'canary')");
  }

  @AfterEach
  void clear() throws SQLException {
    database.clear();
  }

  private static CatalogBuilder people() {
    return Catalog.builder().table("people", t -> t.subject("id").personal("name"));
  }

  private SubjectRequests requests(CatalogBuilder tables) throws SQLException {
    Catalog catalog = database.scan(tables);
    database.execute(LifecycleTables.ddl(catalog));
    return SubjectRequests.builder("1", TwoDatabases.KEY)
        .database("one", database.dataSource(), catalog)
        .build();
  }

  private void assertRefused(CatalogBuilder tables, Reason reason, String table, String column) {
    assertThatThrownBy(() -> requests(tables))
        .isInstanceOfSatisfying(
            PlanRefusedException.class,
            refused -> {
              assertThat(refused.reason()).isEqualTo(reason);
              assertThat(refused.table()).hasToString("public." + table);
              assertThat(refused.column()).hasToString(column);
            });
  }

  @Test
  void ringWithoutANullIsRefused() throws SQLException {
    database.execute(
        "CREATE TABLE a (id int PRIMARY KEY, person int NOT NULL REFERENCES people, b int NOT"
            + " NULL)",
        "CREATE TABLE b (id int PRIMARY KEY, a int NOT NULL CONSTRAINT b_a REFERENCES a)",
        "ALTER TABLE a ADD CONSTRAINT a_b FOREIGN KEY (b) REFERENCES b");
    assertRefused(
        people().table("a", t -> {}).table("b", t -> {}), Reason.UNDECIDED_FOREIGN_KEY, "b", "a");
  }

  @Test
  void ringIsNotOpenedAtTheOnlyWayToThePerson() throws SQLException {
    database.execute(
        "CREATE TABLE a (id int PRIMARY KEY, person int REFERENCES people)",
        "ALTER TABLE people ADD favourite int NOT NULL DEFAULT 1");
    database.execute(
        "INSERT INTO a VALUES (1, 42)",
        "ALTER TABLE people ADD CONSTRAINT people_a FOREIGN KEY (favourite) REFERENCES a");
    assertThatThrownBy(() -> requests(people().table("a", t -> {})))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessageContaining("ring");
  }

  @Test
  void ringIsOpenedAtAColumnThatMayBeNull() throws SQLException {
    database.execute(
        "CREATE TABLE a (id int PRIMARY KEY, person int NOT NULL REFERENCES people, b int)",
        "CREATE TABLE b (id int PRIMARY KEY, a int NOT NULL REFERENCES a)",
        "ALTER TABLE a ADD CONSTRAINT a_b FOREIGN KEY (b) REFERENCES b");
    database.execute(
        "INSERT INTO a VALUES (1, 42, NULL), (2, 7, NULL)",
        "INSERT INTO b VALUES (1, 1), (2, 2)",
        "UPDATE a SET b = id");
    CatalogBuilder tables = people().table("b", t -> {});
    assertThatThrownBy(() -> requests(tables.table("a", t -> {})))
        .as("a row of b tells as well whose a row of a is")
        .hasMessageContaining("b_a_fkey");
    SubjectRequests requests = requests(tables.table("a", t -> t.subject("person")));
    assertThat(requests.erase(requests.plan("42")).status()).isEqualTo(Status.COMPLETE);
    assertThat(database.rows("SELECT a.id, a.b, p.id FROM a JOIN people p ON p.id = a.person"))
        .containsExactly("2|2|7");
    assertThat(database.rows("SELECT id FROM b")).containsExactly("2");
  }

  @Test
  void detachOfAColumnThatMustNotBeNullIsRefused() throws SQLException {
    database.execute(
        "CREATE TABLE notes (id int PRIMARY KEY, person int NOT NULL CONSTRAINT notes_person"
            + " REFERENCES people)");
    assertRefused(
        people().table("notes", t -> t.onDelete("notes_person", OnDelete.DETACH)),
        Reason.NOT_NULL,
        "notes",
        "person");
  }

  @Test
  void protectingRowsKeepThePersonUntilTheyAreGone() throws SQLException {
    database.execute(
        "CREATE TABLE contracts (id int PRIMARY KEY, person int NOT NULL CONSTRAINT"
            + " contracts_person REFERENCES people)",
        "INSERT INTO contracts VALUES (1, 42)");
    SubjectRequests requests =
        requests(
            people().table("contracts", t -> t.onDelete("contracts_person", OnDelete.PROTECT)));
    ErasurePlan plan = requests.plan("42");
    ErasureCertificate kept = requests.erase(plan);
    assertThat(kept.status()).isEqualTo(Status.KEPT);
    assertThat(kept.toJson()).contains("\"because\":\"" + Leftover.NEEDED);
    assertThat(database.rows("SELECT name FROM people WHERE id = 42")).containsExactly("canary");
    database.execute("DELETE FROM contracts");
    assertThat(requests.erase(requests.plan(plan.request(), "42")).status())
        .isEqualTo(Status.COMPLETE);
    assertThat(database.rows("SELECT name FROM people")).containsExactly("seven");
  }

  @Test
  void whatComesBehindTheEndIsErasedByTheSameRequest() throws SQLException {
    SubjectRequests requests = requests(people());
    ErasurePlan plan = requests.plan("42");
    assertThat(requests.erase(plan).status()).isEqualTo(Status.COMPLETE);
    database.execute("INSERT INTO people VALUES (42, 'of a queue')");
    ErasureCertificate again = requests.erase(requests.plan(plan.request(), "42"));
    assertThat(again.status()).isEqualTo(Status.COMPLETE);
    assertThat(again.rows()).as("of both runs").isEqualTo(2);
    assertThat(database.rows("SELECT name FROM people")).containsExactly("seven");
  }

  @Test
  void childThatIsCommittedWhileItsParentIsWaitedForGoesFirst() throws Exception {
    database.execute(
        "CREATE TABLE notes (id int PRIMARY KEY, person int NOT NULL REFERENCES people)",
        "INSERT INTO notes VALUES (1, 42)");
    SubjectRequests requests = requests(people().table("notes", t -> {}));
    ErasurePlan plan = requests.plan("42");
    ExecutorService other = Executors.newSingleThreadExecutor();
    try (Connection writer = database.dataSource().getConnection()) {
      writer.setAutoCommit(false);
      Sql.run(writer, "INSERT INTO notes VALUES (2, 42)");
      Future<ErasureCertificate> erasure = other.submit(() -> requests.erase(plan));
      await()
          .atMost(BOUND)
          .until(
              () ->
                  erasure.isDone()
                      || database.number(
                              "SELECT COUNT(*) FROM pg_stat_activity WHERE wait_event_type ="
                                  + " 'Lock'")
                          > 0);
      writer.commit();
      ErasureCertificate certificate = erasure.get(BOUND.toSeconds(), TimeUnit.SECONDS);
      assertThat(certificate.status()).isEqualTo(Status.COMPLETE);
      assertThat(certificate.rows()).isEqualTo(3);
    } finally {
      other.shutdownNow();
    }
    assertThat(database.number("SELECT COUNT(*) FROM notes")).isZero();
  }

  @Test
  void protectingRowsWithPersonalColumnsAreRefused() throws SQLException {
    database.execute(
        "CREATE TABLE contracts (id int PRIMARY KEY, person int NOT NULL CONSTRAINT"
            + " contracts_person REFERENCES people, signature text)");
    assertRefused(
        people()
            .table(
                "contracts",
                t -> t.onDelete("contracts_person", OnDelete.PROTECT).personal("signature")),
        Reason.NO_SUBJECT,
        "contracts",
        "signature");
  }
}
