package dev.persistence.lifecycle.subject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.lifecycle.Attribution;
import dev.persistence.lifecycle.LifecycleException;
import dev.persistence.lifecycle.PlanRefusedException;
import dev.persistence.lifecycle.PlanRefusedException.Reason;
import dev.persistence.lifecycle.RowKey;
import dev.persistence.lifecycle.hold.LegalHolds;
import dev.persistence.lifecycle.subject.ErasureCertificate.Status;
import dev.persistence.testkit.DatabaseCluster;
import dev.persistence.testkit.fault.JdbcOperation;
import dev.persistence.testkit.fault.SqlFault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What keeps an erasure from its end, or from its beginning, and how it is gone on with. */
abstract class ErasureObstaclesSuite extends ErasureSetUp {

  private static final Attribution ANNA = new Attribution("case 17", "anna");

  ErasureObstaclesSuite(DatabaseCluster<?> cluster) {
    super(cluster);
  }

  @Test
  void storesThatAreDownLeaveTheRequestPartialAndTheNextRunDoesTheRest() throws SQLException {
    ErasurePlan plan = requests().plan("42");
    crm.apply(SqlFault.on(JdbcOperation.GET_CONNECTION).sqlState("08001").always());
    pockets.down = true;
    ErasureCertificate first = requests().erase(plan);
    assertThat(first.status()).isEqualTo(Status.PARTIAL);
    assertThat(first.stores())
        .extracting(StoreErasure::answered)
        .containsExactly(true, false, false);
    assertThat(first.toJson()).contains("08001").doesNotContain("of 42");
    assertThat(first.toString()).contains("08001").doesNotContain("of 42");
    ErasurePlan unanswered = requests().plan("42");
    assertThat(unanswered.toString()).contains("IllegalStateException").doesNotContain("of 42");
    assertThat(both.shop.columnsWith(CANARY)).as("the rest is done").isEmpty();
    pockets.down = false;
    ErasureCertificate second = requests().erase(requests().plan(plan.request(), "42"));
    assertThat(second.status())
        .as("no connection was there to plan with")
        .isEqualTo(Status.PARTIAL);
    assertThat(pockets.has(CANARY)).isFalse();
    crm.heal();
    pockets.add("42", CANARY); // Read from the database that was down.
    ErasureCertificate third = requests().erase(requests().plan(plan.request(), "42"));
    assertThat(third.status()).isEqualTo(Status.COMPLETE);
    assertErased();
    assertThat(third.rows()).as("of all runs").isEqualTo(15 + 9 + 2 + 2);
  }

  @Test
  void erasureThatWasStoppedAnywhereIsGoneOnWith() throws SQLException {
    UUID request = UUID.randomUUID();
    SubjectRequests requests = requests();
    ErasureCertificate certificate;
    int runs = 0;
    do {
      ErasurePlan plan = requests.plan(request, "42");
      shop.apply(
          SqlFault.on(JdbcOperation.STATEMENT).skip(11 + 17 * runs).sqlState("08006").breaking());
      certificate = requests.erase(plan);
      shop.heal();
      runs++;
    } while (certificate.status() == Status.PARTIAL);
    assertThat(runs).isBetween(4, 20);
    assertErased();
    assertThat(certificate.status()).isEqualTo(Status.COMPLETE);
    assertThat(certificate.stores().get(0).tables().stream().mapToLong(TableErasure::rows).sum())
        .as("nothing is counted twice")
        .isEqualTo(15);
  }

  @Test
  void holdOnTheSubjectKeepsAllUntilItIsReleased() throws SQLException {
    LegalHolds holds = LegalHolds.of(both.shop.scan(TwoDatabases.shopTables()));
    ErasurePlan plan = requests().plan("42");
    UUID hold = both.shop.transactions().call(c -> holds.placeOnSubject(c, "42", ANNA));
    List<String> before = both.shop.columnsWith(CANARY);
    ErasureCertificate kept = requests().erase(plan);
    assertThat(kept.status()).isEqualTo(Status.KEPT);
    assertThat(both.shop.columnsWith(CANARY)).isEqualTo(before);
    assertThat(both.crm.columnsWith(CANARY)).as("the hold is one of the other database").isEmpty();
    assertThat(kept.toJson()).contains("\"because\":\"a legal hold\"");
    assertThat(told(requests().plan("42").stores().get(0))).contains("DELETE orders 2 2 null");
    both.shop.transactions().run(c -> holds.release(c, hold, ANNA));
    ErasureCertificate gone = requests().erase(requests().plan(plan.request(), "42"));
    assertThat(gone.status()).isEqualTo(Status.COMPLETE);
    assertErased();
    assertThat(both.shop.rows("SELECT subject FROM lifecycle_legal_holds"))
        .containsExactly(gone.subject());
  }

  @Test
  void holdOnARowKeepsItAndWhatItNeeds() throws SQLException {
    LegalHolds holds = LegalHolds.of(both.shop.scan(TwoDatabases.shopTables()));
    both.shop.transactions().run(c -> holds.place(c, RowKey.of("order_lines", 420L, 1L), ANNA));
    ErasureCertificate certificate = requests().erase(requests().plan("42"));
    assertThat(certificate.status()).isEqualTo(Status.KEPT);
    assertThat(both.shop.columnsWith(CANARY))
        .containsExactlyInAnyOrder("customers.email", "order_lines.gift", "orders.note");
    assertThat(both.shop.rows("SELECT line FROM order_lines WHERE order_id = 420"))
        .containsExactly("1");
    assertThat(certificate.toJson())
        .contains("\"table\":\"order_lines\",\"action\":\"DELETE\",\"rows\":2,\"kept\":1")
        .contains("\"kept\":1,\"because\":\"" + Leftover.NEEDED);
  }

  @Test
  void heldRowOfAMaskedTableIsInTheWayOfNoOther() throws SQLException {
    both.shop.execute("INSERT INTO audit_logs VALUES (43, '42', 'canary again', NULL, NULL)");
    LegalHolds holds = LegalHolds.of(both.shop.scan(TwoDatabases.shopTables()));
    both.shop.transactions().run(c -> holds.place(c, RowKey.of("audit_logs", 42L), ANNA));
    assertThat(requests().erase(requests().plan("42")).status()).isEqualTo(Status.KEPT);
    assertThat(both.shop.rows("SELECT id FROM audit_logs WHERE details LIKE 'canary%'"))
        .containsExactly("42");
  }

  @ParameterizedTest
  @CsvSource({"tasks, 42", "calls, 420"})
  void rowIsNotDetachedIfItOrWhatItLeadsToIsHeld(String table, long id) throws SQLException {
    LegalHolds holds = LegalHolds.of(both.crm.scan(TwoDatabases.crmTables()));
    RowKey key = RowKey.of(table, id);
    both.crm.transactions().run(c -> holds.place(c, key, ANNA));
    assertThat(requests().erase(requests().plan("42")).status()).isEqualTo(Status.KEPT);
    assertThat(both.crm.rows("SELECT call_id FROM tasks WHERE id = 42")).containsExactly("420");
    assertThat(both.crm.rows("SELECT id FROM calls WHERE id IN (420, 421)")).containsExactly("420");
  }

  @Test
  void newTableAndNewColumnAreRefusedAndNothingIsTouched() throws SQLException {
    SubjectRequests requests = requests();
    ErasurePlan plan = requests.plan("42");
    both.crm.execute("ALTER TABLE tasks ADD COLUMN who varchar(20)");
    List<String> before = both.counts();
    assertThatThrownBy(() -> requests.erase(plan))
        .isInstanceOfSatisfying(
            PlanRefusedException.class,
            refused -> {
              assertThat(refused.reason()).isEqualTo(Reason.DRIFT);
              assertThat(refused.column()).hasToString("who");
            });
    assertThatThrownBy(() -> requests.plan("42")).isInstanceOf(PlanRefusedException.class);
    both.crm.execute(
        "ALTER TABLE tasks DROP COLUMN who", "CREATE TABLE fresh (id int PRIMARY KEY)");
    assertThatThrownBy(() -> requests.erase(plan))
        .isInstanceOfSatisfying(
            PlanRefusedException.class,
            refused -> assertThat(refused.table()).asString().endsWith("fresh"));
    assertThat(both.counts()).isEqualTo(before);
    both.crm.execute(
        "DROP TABLE fresh",
        "ALTER TABLE tasks DROP " + both.crm.sql("CONSTRAINT", "FOREIGN KEY") + " tasks_call");
    assertThatThrownBy(() -> requests.erase(plan)).hasMessageContaining("tasks_call");
    both.crm.execute(
        "ALTER TABLE tasks ADD CONSTRAINT tasks_call FOREIGN KEY (call_id) REFERENCES calls (id)");
    assertThat(both.counts()).isEqualTo(before);
    assertThat(pockets.has(CANARY)).isTrue();
  }

  @Test
  void tableThatComesMeanwhileIsNotPassedOver() throws SQLException {
    Interposed comes =
        new Interposed(
            "lifecycle_hold_gate",
            () -> both.crm.execute("CREATE TABLE fresh (id int PRIMARY KEY)"));
    SubjectRequests requests =
        SubjectRequests.builder("2026-1", TwoDatabases.KEY)
            .database(
                "crm", comes.on(both.crm.dataSource()), both.crm.scan(TwoDatabases.crmTables()))
            .build();
    try {
      ErasurePlan plan = requests.plan("42");
      ErasureCertificate first = requests.erase(plan);
      assertThat(comes.happened()).isTrue();
      assertThat(first.status()).isEqualTo(Status.PARTIAL);
      assertThat(first.toJson()).contains("fresh");
      assertThat(both.crm.columnsWith(CANARY)).isEmpty();
      both.crm.execute("DROP TABLE fresh");
      ErasureCertificate second = requests.erase(requests.plan(plan.request(), "42"));
      assertThat(second.status()).isEqualTo(Status.COMPLETE);
    } finally {
      both.crm.execute("DROP TABLE IF EXISTS fresh");
    }
  }

  @Test
  void restoredCopyIsErasedAgainByTheLedger() throws Exception {
    Path file = folder.resolve("ledger");
    SubjectRequests requests = requestsBuilder().ledger(ErasureLedger.in(file)).build();
    requests.erase(requests.plan("42"));
    assertErased();
    assertThat(Files.readString(file)).doesNotContain(" 42 ").doesNotContain(CANARY);
    fill(); // All tables are as in a copy from before, the books too.
    assertThat(both.find(CANARY)).hasSize(16);
    ReplayReport report = requests.replay();
    assertThat(report.completed()).isTrue();
    assertThat(report.recorded()).isEqualTo(1);
    assertThat(report.certificates()).hasSize(1);
    assertErased();
    assertThat(both.find(OTHER)).hasSize(16);
    assertThat(requests.replay().certificates())
        .allSatisfy(again -> assertThat(again.rows()).isZero());
    assertThat(Files.readAllLines(file)).as("a replay is no request").hasSize(2);
  }

  @Test
  void nothingIsErasedThatTheLedgerDoesNotHave() throws SQLException {
    Path missing = folder.resolve("missing").resolve("ledger");
    SubjectRequests requests = requestsBuilder().ledger(ErasureLedger.in(missing)).build();
    List<String> before = both.counts();
    assertThatThrownBy(() -> requests.erase(requests.plan("42")))
        .isInstanceOf(LifecycleException.class)
        .hasMessageContaining("ledger");
    assertThat(both.counts()).isEqualTo(before);
    assertThat(pockets.has(CANARY)).isTrue();
    assertThatThrownBy(() -> requests().replay()).isInstanceOf(IllegalStateException.class);
  }
}
