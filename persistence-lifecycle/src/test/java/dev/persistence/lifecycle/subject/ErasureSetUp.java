package dev.persistence.lifecycle.subject;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.anonymize.Anonymizer;
import dev.persistence.testkit.DatabaseCluster;
import dev.persistence.testkit.fault.FaultyDataSource;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Two customers in two databases and a cache, of whom one is to be erased. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class ErasureSetUp {

  static final String CANARY = "canary";
  static final String OTHER = "seven";

  @TempDir Path folder;
  final TwoDatabases both;
  final Pockets pockets = new Pockets();
  final FaultyDataSource shop;
  final FaultyDataSource crm;

  ErasureSetUp(DatabaseCluster<?> cluster) {
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

  SubjectRequests requests() throws SQLException {
    return requestsBuilder().build();
  }

  SubjectRequestsBuilder requestsBuilder() throws SQLException {
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

  void assertErased() throws SQLException {
    assertThat(both.find(CANARY)).isEmpty();
    assertThat(pockets.has(CANARY)).isFalse();
    assertThat(both.shop.rows("SELECT COUNT(*) FROM customers WHERE id = 42")).containsExactly("0");
  }

  static List<String> told(StorePlan plan) {
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
}
