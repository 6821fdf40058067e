package dev.persistence.lifecycle.subject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.lifecycle.LifecycleException;
import dev.persistence.lifecycle.consent.ConsentSource;
import dev.persistence.lifecycle.consent.Consents;
import dev.persistence.lifecycle.subject.ErasureCertificate.Status;
import dev.persistence.testkit.DatabaseCluster;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One customer is erased from two databases and a cache, and the other is there as before. */
abstract class ErasureSuite extends ErasureSetUp {

  ErasureSuite(DatabaseCluster<?> cluster) {
    super(cluster);
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
