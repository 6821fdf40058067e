package dev.persistence.lifecycle.subject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.lifecycle.Attribution;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.LifecycleException;
import dev.persistence.lifecycle.PlanRefusedException;
import dev.persistence.lifecycle.PlanRefusedException.Reason;
import dev.persistence.lifecycle.RowKey;
import dev.persistence.lifecycle.anonymize.Anonymizer;
import dev.persistence.lifecycle.consent.ConsentSource;
import dev.persistence.lifecycle.consent.Consents;
import dev.persistence.lifecycle.hold.LegalHolds;
import dev.persistence.lifecycle.subject.ErasureCertificate.Status;
import dev.persistence.testkit.DatabaseCluster;
import dev.persistence.testkit.fault.FaultyDataSource;
import dev.persistence.testkit.fault.JdbcOperation;
import dev.persistence.testkit.fault.SqlFault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** One customer is erased from two databases and a cache, and the other is there as before. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class ErasureSuite {

  private static final String CANARY = "canary";
  private static final String OTHER = "seven";
  private static final Attribution ANNA = new Attribution("case 17", "anna");

  @TempDir private Path folder;
  private final TwoDatabases both;
  private final Pockets pockets = new Pockets();
  private final FaultyDataSource shop;
  private final FaultyDataSource crm;

  ErasureSuite(DatabaseCluster<?> cluster) {
    this.both = new TwoDatabases(cluster);
    this.shop = FaultyDataSource.wrap(both.shop.dataSource());
    this.crm = FaultyDataSource.wrap(both.crm.dataSource());
  }

  @BeforeAll
  void create() throws SQLException {
    both.create();
  }

  @BeforeEach
  void fill() throws SQLException {
    both.empty();
    pockets.entries.clear();
    both.add(7, OTHER);
    both.add(42, CANARY);
    both.shop.execute("INSERT INTO comments VALUES (99, 7, 420, 'an answer of seven')");
    pockets.add("7", OTHER);
    pockets.add("42", CANARY);
  }

  @AfterAll
  void clear() throws SQLException {
    both.close();
  }

  private SubjectRequests requests() throws SQLException {
    return requestsBuilder().build();
  }

  private SubjectRequestsBuilder requestsBuilder() throws SQLException {
    Catalog shopCatalog = both.shop.scan(TwoDatabases.shopTables());
    return SubjectRequests.builder("2026-1", TwoDatabases.KEY)
        .database(
            "shop",
            shop,
            shopCatalog,
            rules -> rules.anonymize(audit()).keep("ledger_entries", "tax law").batchRows(1))
        .database("crm", crm, both.crm.scan(TwoDatabases.crmTables()))
        .store(pockets);
  }

  private Anonymizer audit() {
    try {
      return both.audit();
    } catch (SQLException failure) {
      throw new AssertionError("the catalog is read", failure);
    }
  }

  private void assertErased() throws SQLException {
    assertThat(both.find(CANARY)).isEmpty();
    assertThat(pockets.has(CANARY)).isFalse();
    assertThat(both.shop.rows("SELECT COUNT(*) FROM customers WHERE id = 42")).containsExactly("0");
  }

  @Test
  void nothingOfTheSubjectIsFoundAfterwardsAndNothingOfTheOtherIsLost() throws SQLException {
    assertThat(both.find(CANARY)).as("the canaries can be found").hasSize(16);
    ErasurePlan plan = requests().plan("42");
    ErasureCertificate certificate = requests().erase(plan);
    assertThat(certificate.stores()).allSatisfy(store -> assertThat(store.failure()).isNull());
    assertErased();
    assertThat(certificate.status()).isEqualTo(Status.COMPLETE);
    assertThat(both.counts())
        .containsExactly(
            "customers 1",
            "addresses 1",
            "orders 2",
            "orders_archive 1",
            "order_lines 3",
            "order_lines_archive 1",
            "comments 3",
            "audit_logs 2",
            "ledger_entries 2",
            "contacts 2",
            "calls 2",
            "call_tags 2",
            "tasks 2",
            "letters 2");
    assertThat(both.find(OTHER)).hasSize(16);
    assertThat(pockets.entries).hasSize(2);
    assertThat(both.shop.rows("SELECT parent FROM comments WHERE id = 99")).containsExactly("null");
    assertThat(both.shop.rows("SELECT favourite FROM customers")).containsExactly("7");
    assertThat(both.crm.rows("SELECT call_id FROM tasks ORDER BY id"))
        .containsExactly("70", "null");
    assertThat(both.shop.rows("SELECT actor, details FROM audit_logs ORDER BY id"))
        .containsExactly("7|seven did it", "null|erased");
  }

  @Test
  void planShowsWhatIsDoneAndChangesNothing() throws SQLException {
    List<String> before = both.counts();
    ErasurePlan plan = requests().plan("42");
    assertThat(both.counts()).isEqualTo(before);
    assertThat(both.find(CANARY)).hasSize(16);
    assertThat(plan.stores())
        .extracting(StorePlan::store)
        .containsExactly("shop", "crm", "pockets");
    assertThat(told(plan.stores().get(0)))
        .contains(
            "DETACH customers 1 0 customers_favourite",
            "DETACH comments 1 0 comments_parent",
            "DELETE order_lines 3 0 null",
            "DELETE orders 2 0 null",
            "DELETE orders_archive 1 0 null",
            "DELETE order_lines_archive 1 0 null",
            "ANONYMIZE audit_logs 1 0 null",
            "KEEP ledger_entries 1 0 tax law",
            "DELETE customers 1 0 null");
    assertThat(told(plan.stores().get(1)))
        .contains("DELETE call_tags 2 0 null", "DETACH tasks 1 0 tasks_call")
        .contains("DELETE letters 2 0 null");
    assertThat(plan.stores().get(2).steps().get(0).rows()).isEqualTo(2);
    assertThat(plan.toString()).doesNotContain("42,").doesNotContain(CANARY);
  }

  private static List<String> told(StorePlan plan) {
    return plan.steps().stream()
        .map(
            step ->
                "%s %s %d %d %s"
                    .formatted(
                        step.action(),
                        step.table() == null ? "" : step.table().name(),
                        step.rows(),
                        step.held(),
                        step.because()))
        .toList();
  }

  @Test
  void certificateCountsNamesTheResidueAndNobody() throws SQLException {
    ErasureCertificate certificate = requests().erase(requests().plan("42"));
    String json = certificate.toJson();
    assertThat(json)
        .contains("\"status\":\"COMPLETE\"", "\"policy\":\"2026-1\"")
        .contains("{\"table\":\"order_lines\",\"action\":\"DELETE\",\"rows\":3,\"kept\":0")
        .contains("\"table\":\"ledger_entries\",\"action\":\"KEEP\",\"rows\":0,\"kept\":1")
        .contains("\"because\":\"tax law\"")
        .contains("backups", "until")
        .contains("rows that retention archived into files")
        .contains(both.shop.sql("pg_stats", "binary log"))
        .doesNotContain(CANARY)
        .doesNotContain("\"42\"");
    assertThat(certificate.subject()).hasSize(64);
    assertThat(certificate.rows()).isEqualTo(15 + 9 + 2);
    assertThat(both.shop.rows("SELECT DISTINCT subject_hash FROM lifecycle_erasures"))
        .containsExactly(certificate.subject());
  }

  @Test
  void consentsStayAndNameTheSubjectAsTheCertificateDoes() throws SQLException {
    Consents consents = Consents.of(both.shop.scan(TwoDatabases.shopTables()), TwoDatabases.KEY);
    ConsentSource form = new ConsentSource("form", "terms 1");
    both.shop.transactions().run(c -> consents.grant(c, "42", "newsletter", form));
    ErasureCertificate certificate = requests().erase(requests().plan("42"));
    assertErased();
    assertThat(certificate.toJson()).contains("our own books, consents included");
    assertThat(both.shop.rows("SELECT subject_hash FROM lifecycle_consents"))
        .containsExactly(certificate.subject());
    boolean granted = both.shop.transactions().call(c -> consents.isGranted(c, "42", "newsletter"));
    assertThat(granted).as("nobody said no").isTrue();
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

  @Test
  void requestOfAnotherSubjectIsRefused() throws SQLException {
    ErasurePlan plan = requests().plan("42");
    requests().erase(plan);
    List<String> before = both.counts();
    ErasurePlan other = requests().plan(plan.request(), "7");
    assertThatThrownBy(() -> requests().erase(other))
        .isInstanceOf(LifecycleException.class)
        .hasMessageContaining("another subject");
    assertThat(both.counts()).isEqualTo(before);
  }

  @Test
  void onlyTheVeryTextOfAnIdIsTheSubject() throws SQLException {
    both.crm.execute("INSERT INTO contacts VALUES ('a', 'Anna', '1'), ('b', 'anna', '2')");
    List<String> before = both.counts();
    for (String nobody : List.of("42x", "042", "42.0", "ANNA", "' OR '1' = '1", "9".repeat(40))) {
      ErasureCertificate certificate = requests().erase(requests().plan(nobody));
      assertThat(certificate.status()).as(nobody).isEqualTo(Status.COMPLETE);
      assertThat(both.counts()).as(nobody).isEqualTo(before);
    }
    assertThat(requests().erase(requests().plan("anna")).rows()).isEqualTo(1);
    assertThat(both.crm.rows("SELECT id FROM contacts WHERE id IN ('a', 'b')"))
        .containsExactly("a");
  }
}
