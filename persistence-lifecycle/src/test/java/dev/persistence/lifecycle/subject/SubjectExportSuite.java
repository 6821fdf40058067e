package dev.persistence.lifecycle.subject;

import static dev.persistence.lifecycle.subject.ExportFiles.names;
import static dev.persistence.lifecycle.subject.ExportFiles.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.LifecycleException;
import dev.persistence.lifecycle.PlanRefusedException;
import dev.persistence.lifecycle.PlanRefusedException.Reason;
import dev.persistence.lifecycle.internal.engine.Sql;
import dev.persistence.testkit.DatabaseCluster;
import dev.persistence.testkit.fault.FaultyDataSource;
import dev.persistence.testkit.fault.JdbcOperation;
import dev.persistence.testkit.fault.SqlFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** One customer's rows are written from two databases, and none of the other's. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class SubjectExportSuite {

  private static final String CANARY = "canary";
  private static final String OTHER = "seven";

  private final TwoDatabases both;
  private final Pockets pockets = new Pockets();

  SubjectExportSuite(DatabaseCluster<?> cluster) {
    this.both = new TwoDatabases(cluster);
  }

  @BeforeAll
  void create() throws SQLException {
    both.create();
  }

  @BeforeEach
  void fill() throws SQLException {
    both.empty();
    both.add(7, OTHER);
    both.add(42, CANARY);
    both.shop.execute("INSERT INTO comments VALUES (99, 7, 420, 'an answer of seven')");
  }

  @AfterAll
  void clear() throws SQLException {
    both.close();
  }

  private SubjectRequests requests() throws SQLException {
    return requests(both.shop.dataSource(), both.crm.dataSource());
  }

  private SubjectRequests requests(DataSource shop, DataSource crm) throws SQLException {
    Catalog shopCatalog = both.shop.scan(TwoDatabases.shopTables());
    return SubjectRequests.builder("2026-1", TwoDatabases.KEY)
        .database("shop", shop, shopCatalog, rules -> rules.keep("ledger_entries", "tax law"))
        .database("crm", crm, both.crm.scan(TwoDatabases.crmTables()))
        .store(pockets)
        .build();
  }

  /** Returns how many rows each table's file has, in their order. */
  private static Map<String, Long> rows(SubjectExport export) {
    Map<String, Long> rows = new LinkedHashMap<>();
    export.tables().forEach(table -> rows.put(table.table(), table.rows()));
    return rows;
  }

  @Test
  void rowsAreThoseThatAnErasureWouldTake(@TempDir Path parent) throws Exception {
    Path folder = parent.resolve("export");
    SubjectExport export = requests().export("42", folder);
    Map<String, Long> planned = new LinkedHashMap<>();
    for (StorePlan store : requests().plan("42").stores()) {
      for (PlannedStep step : store.steps()) {
        if (step.table() != null && step.action() != Action.DETACH) {
          planned.put(step.table().name().name(), step.rows());
        }
      }
    }
    assertThat(rows(export)).containsExactlyInAnyOrderEntriesOf(planned).hasSize(13);
    assertThat(rows(export))
        .as("soft-deleted, archived and kept rows are there")
        .containsEntry("orders", 2L)
        .containsEntry("orders_archive", 1L)
        .containsEntry("order_lines_archive", 1L)
        .containsEntry("ledger_entries", 1L);
    assertThat(export.rows()).isEqualTo(21);
    assertThat(text(folder))
        .contains("{\"id\":420,\"customer_id\":42,\"note\":\"canary\",\"deleted_at\":null,")
        .doesNotContain(OTHER);
    assertThat(both.find(CANARY)).as("nothing is changed").hasSize(16);
  }

  @Test
  void parentsComeBeforeTheirChildren(@TempDir Path parent) throws Exception {
    SubjectExport export = requests().export("42", parent.resolve("export"));
    List<String> order = List.copyOf(rows(export).keySet());
    assertThat(order).containsSubsequence("customers", "orders", "order_lines");
    assertThat(order).containsSubsequence("orders_archive", "order_lines_archive");
    assertThat(order).containsSubsequence("customers", "comments", "contacts", "calls");
    assertThat(order).containsSubsequence("contacts", "calls", "call_tags");
    assertThat(order).containsSubsequence("contacts", "letters");
  }

  @Test
  void manifestTellsWhatIsInTheFilesAndWhatIsNot(@TempDir Path parent) throws Exception {
    Path folder = parent.resolve("export");
    SubjectExport export = requests().export("42", folder);
    List<String> files = new ArrayList<>(List.of("manifest.json"));
    for (ExportedTable table : export.tables()) {
      byte[] bytes = Files.readAllBytes(folder.resolve(table.file()));
      byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(bytes);
      assertThat(table.sha256()).isEqualTo(HexFormat.of().formatHex(sha256));
      assertThat(table.bytes()).isEqualTo(bytes.length);
      assertThat(Files.readAllLines(folder.resolve(table.file()))).hasSize((int) table.rows());
      files.add(table.file());
    }
    assertThat(names(folder)).containsExactlyInAnyOrderElementsOf(files);
    assertThat(export.tables().get(0).file()).matches("001-shop-[a-z_]+\\.jsonl");
    String manifest = Files.readString(folder.resolve("manifest.json"));
    assertThat(manifest)
        .isEqualTo(export.toJson() + "\n")
        .contains("\"policy\":\"2026-1\"", "\"at\":\"2", "\"database\":\"crm\"")
        .contains("\"notHeld\":[\"pockets\",\"rows that retention archived into files")
        .doesNotContain(CANARY)
        .doesNotContain("\"42\"");
    assertThat(export.subject())
        .isEqualTo(requests().erase(requests().plan("42")).subject())
        .hasSize(64);
  }

  @Test
  void rowsAreOfOneMomentWhateverIsWrittenMeanwhile(@TempDir Path parent) throws Exception {
    String[] writes = {
      "DELETE FROM order_lines WHERE order_id = 421",
      "DELETE FROM orders WHERE id = 421",
      "INSERT INTO orders VALUES (428, 42, 'late', NULL, NULL)",
      "INSERT INTO order_lines VALUES (428, 1, 'late')",
      "UPDATE order_lines SET gift = 'late'",
      "UPDATE customers SET email = 'late' WHERE id = 42"
    };
    // By then the customer was read, and the lines were not.
    Interposed writer = new Interposed("order_lines", () -> both.shop.execute(writes));
    Path folder = parent.resolve("export");
    DataSource shop = writer.on(both.shop.dataSource());
    SubjectExport export = requests(shop, both.crm.dataSource()).export("42", folder);
    assertThat(writer.happened()).isTrue();
    assertThat(rows(export)).containsEntry("orders", 2L).containsEntry("order_lines", 3L);
    assertThat(text(folder)).doesNotContain("late");
    assertThat(both.shop.rows("SELECT DISTINCT gift FROM order_lines")).containsExactly("late");
  }

  @Test
  void tableThatIsRewrittenMeanwhileIsReadWholeOrNotAtAll(@TempDir Path parent) throws Exception {
    Interposed rewrite = new Interposed("order_lines", this::tryToRewrite);
    DataSource shop = rewrite.on(both.shop.dataSource());
    SubjectRequests requests = requests(shop, both.crm.dataSource());
    try {
      SubjectExport export = requests.export("42", parent.resolve("export"));
      assertThat(rows(export)).containsEntry("order_lines", 3L);
    } catch (SQLException refused) {
      assertThat(names(parent)).as("what the server refused to read").isEmpty();
    }
    assertThat(rewrite.happened()).isTrue();
  }

  /** Whoever has to wait for the export gives up soon. */
  private void tryToRewrite() {
    try {
      both.shop
          .transactions()
          .run(
              connection -> {
                Sql.run(
                    connection,
                    both.shop.sql(
                        "SET LOCAL lock_timeout = '200ms'", "SET SESSION lock_wait_timeout = 1"));
                Sql.run(
                    connection,
                    both.shop.sql(
                        "ALTER TABLE order_lines ALTER gift TYPE varchar(60) USING concat(gift)",
                        "ALTER TABLE order_lines FORCE"));
              });
    } catch (SQLException waited) {
      assertThat(waited.getMessage()).containsAnyOf("lock timeout", "Lock wait timeout");
    }
  }

  @Test
  void usedFolderIsRefusedAndLeftAsItWas(@TempDir Path parent) throws Exception {
    Path folder = Files.createDirectory(parent.resolve("export"));
    Path file = Files.writeString(folder.resolve("mine"), "as it was");
    assertThatThrownBy(() -> requests().export("42", folder))
        .isInstanceOf(LifecycleException.class)
        .hasMessageContaining("Nothing was exported");
    assertThat(names(folder)).containsExactly("mine");
    assertThat(Files.readString(file)).isEqualTo("as it was");
    assertThatThrownBy(() -> requests().export("42", file)).isInstanceOf(IOException.class);
    assertThat(Files.readString(file)).isEqualTo("as it was");
    assertThat(names(parent)).containsExactly("export");
    Files.delete(file);
    requests().export("42", folder);
    assertThat(names(parent)).containsExactly("export");
    assertThat(names(folder)).hasSize(14);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
        .isEqualTo("rwx------");
  }

  @Test
  void folderThatIsUsedMeanwhileIsLeftAsItIs(@TempDir Path parent) throws Exception {
    Path folder = parent.resolve("export");
    Interposed other =
        new Interposed(
            "order_lines",
            () -> {
              try {
                Files.createDirectory(folder);
                Files.writeString(folder.resolve("theirs"), "as it was");
              } catch (IOException failure) {
                throw new AssertionError("the folder can be made", failure);
              }
            });
    DataSource shop = other.on(both.shop.dataSource());
    assertThatThrownBy(() -> requests(shop, both.crm.dataSource()).export("42", folder))
        .isInstanceOf(IOException.class);
    assertThat(names(parent)).containsExactly("export");
    assertThat(names(folder)).containsExactly("theirs");
  }

  @Test
  void failureLeavesNothingBehind(@TempDir Path parent) throws Exception {
    FaultyDataSource crm = FaultyDataSource.wrap(both.crm.dataSource());
    SubjectRequests requests = requests(both.shop.dataSource(), crm);
    long before = crm.count(JdbcOperation.STATEMENT);
    requests.export("42", parent.resolve("whole"));
    long statements = crm.count(JdbcOperation.STATEMENT) - before;
    assertThat(statements).isGreaterThan(5);
    for (int skip = 0; skip < statements; skip++) {
      crm.apply(SqlFault.on(JdbcOperation.STATEMENT).skip(skip).sqlState("08006").breaking());
      assertThatThrownBy(() -> requests.export("42", parent.resolve("export")))
          .as("statement " + skip)
          .isInstanceOf(SQLException.class);
      assertThat(names(parent)).as("statement " + skip).containsExactly("whole");
    }
    crm.heal();
    assertThatThrownBy(() -> requests.export("42", parent.resolve("missing").resolve("export")))
        .isInstanceOf(IOException.class);
    assertThat(names(parent)).containsExactly("whole");
    assertThat(requests.export("42", parent.resolve("export")).rows()).isEqualTo(21);
  }

  @Test
  void whatNobodyDescribedIsRefusedAndNothingIsLeft(@TempDir Path parent) throws Exception {
    SubjectRequests requests = requests();
    both.crm.execute("ALTER TABLE tasks ADD COLUMN who varchar(20)");
    try {
      assertThatThrownBy(() -> requests.export("42", parent.resolve("export")))
          .isInstanceOfSatisfying(
              PlanRefusedException.class,
              refused -> assertThat(refused.reason()).isEqualTo(Reason.DRIFT));
      assertThat(names(parent)).isEmpty();
    } finally {
      both.crm.execute("ALTER TABLE tasks DROP COLUMN who");
    }
  }

  @Test
  void whoIsNotThereHasFilesWithoutLines(@TempDir Path parent) throws Exception {
    Path folder = parent.resolve("export");
    SubjectExport export = requests().export("' OR '1' = '1", folder);
    assertThat(export.rows()).isZero();
    assertThat(export.tables()).hasSize(13).allMatch(table -> table.bytes() == 0);
    assertThat(text(folder)).isEmpty();
  }
}
