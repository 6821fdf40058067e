package dev.persistence.lifecycle.subject;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.core.transaction.Transactions;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.anonymize.Anonymizer;
import dev.persistence.lifecycle.consent.ConsentSource;
import dev.persistence.lifecycle.consent.Consents;
import dev.persistence.lifecycle.subject.ErasureCertificate.Status;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.nio.file.Path;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of docs/lifecycle.md that are about one person. */
@WithPostgres
class SubjectExamplesDatabaseTest {

  private final TwoDatabases both;
  private final DataSource shop;
  private final DataSource crm;

  SubjectExamplesDatabaseTest(PostgresCluster cluster) {
    this.both = new TwoDatabases(cluster);
    this.shop = both.shop.dataSource();
    this.crm = both.crm.dataSource();
  }

  @BeforeEach
  void create() throws SQLException {
    both.create();
    both.add(42, "canary");
  }

  @AfterEach
  void clear() throws SQLException {
    both.close();
  }

  @Test
  void personIsErased(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("ledger");
    Catalog shopCatalog = both.shop.scan(TwoDatabases.shopTables());
    Catalog crmCatalog = both.crm.scan(TwoDatabases.crmTables());
    Anonymizer auditLogs = both.audit();
    SubjectStore cache = new Pockets();
    byte[] key = TwoDatabases.KEY;
    SubjectRequests requests =
        SubjectRequests.builder("2026-1", key)
            .database(
                "shop",
                shop,
                shopCatalog,
                rules -> rules.anonymize(auditLogs).keep("ledger_entries", "tax law"))
            .database("crm", crm, crmCatalog)
            .store(cache)
            .ledger(ErasureLedger.in(file))
            .build();
    ErasurePlan plan = requests.plan("42");
    ErasureCertificate certificate = requests.erase(plan);
    assertThat(certificate.status()).isEqualTo(Status.COMPLETE);
    assertThat(both.find("canary")).isEmpty();
    both.empty();
    both.add(42, "canary");
    ReplayReport report = requests.replay();
    assertThat(report.completed()).isTrue();
    assertThat(both.find("canary")).isEmpty();
  }

  @Test
  void personIsGivenWhatIsKnown(@TempDir Path parent) throws Exception {
    Path folder = parent.resolve("export");
    SubjectRequests requests =
        SubjectRequests.builder("2026-1", TwoDatabases.KEY)
            .database("shop", shop, both.shop.scan(TwoDatabases.shopTables()))
            .build();
    SubjectExport export = requests.export("42", folder);
    assertThat(export.rows()).isEqualTo(13);
    assertThat(folder.resolve("manifest.json")).exists();
  }

  @Test
  void personAgreesAndThinksAgain() throws SQLException {
    Catalog catalog = both.shop.scan(TwoDatabases.shopTables());
    Transactions transactions = both.shop.transactions();
    byte[] key = TwoDatabases.KEY;
    Consents consents = Consents.of(catalog, key);
    ConsentSource source = new ConsentSource("checkout form", "terms 2026-1");
    transactions.run(connection -> consents.grant(connection, "42", "newsletter", source));
    boolean granted =
        transactions.call(connection -> consents.isGranted(connection, "42", "newsletter"));
    assertThat(granted).isTrue();
    transactions.run(connection -> consents.withdraw(connection, "42", "newsletter", source));
    boolean still = transactions.call(c -> consents.isGranted(c, "42", "newsletter"));
    assertThat(still).isFalse();
  }
}
