package dev.persistence.lifecycle.subject;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.lifecycle.Attribution;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.LifecycleTables;
import dev.persistence.lifecycle.LiveDatabase;
import dev.persistence.lifecycle.hold.LegalHolds;
import dev.persistence.lifecycle.subject.ErasureCertificate.Status;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ids that differ in blanks at their end are of different persons, on each engine. */
abstract class TrailingBlanksSuite {

  private static final List<String> IDS = List.of("anna", "anna ", "anna  ");

  private final LiveDatabase database;
  @TempDir private Path folder;

  TrailingBlanksSuite(LiveDatabase database) {
    this.database = database;
  }

  /** The column itself takes the three ids for one, where the engine knows of such columns. */
  @BeforeEach
  void create() throws SQLException {
    String padded = database.sql("", " CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci");
    database.execute(
        "CREATE TABLE people (id int PRIMARY KEY, who varchar(40)%s NOT NULL)".formatted(padded));
    database.execute(LifecycleTables.ddl(catalog()));
    fill();
  }

  private void fill() throws SQLException {
    for (int i = 0; i < IDS.size(); i++) {
      database.execute("INSERT INTO people VALUES (%d, '%s')".formatted(i, IDS.get(i)));
    }
  }

  @AfterEach
  void clear() throws SQLException {
    database.clear();
  }

  private Catalog catalog() throws SQLException {
    return database.scan(Catalog.builder().table("people", t -> t.subject("who")));
  }

  private SubjectRequests requests() throws SQLException {
    return SubjectRequests.builder("1", TwoDatabases.KEY)
        .database("one", database.dataSource(), catalog())
        .ledger(ErasureLedger.in(folder.resolve("ledger")))
        .build();
  }

  private Status erase(String subject) throws SQLException {
    return requests().erase(requests().plan(subject)).status();
  }

  private List<String> left() throws SQLException {
    return database.rows("SELECT id FROM people ORDER BY id");
  }

  @Test
  void eachIsErasedAlone() throws SQLException {
    assertThat(erase("anna ")).isEqualTo(Status.COMPLETE);
    assertThat(left()).containsExactly("0", "2");
    assertThat(erase("anna")).isEqualTo(Status.COMPLETE);
    assertThat(left()).containsExactly("2");
  }

  @Test
  void holdIsOnOneOfThem() throws SQLException {
    LegalHolds holds = LegalHolds.of(catalog());
    database
        .transactions()
        .run(c -> holds.placeOnSubject(c, "anna ", new Attribution("case 17", "anna")));
    assertThat(erase("anna")).isEqualTo(Status.COMPLETE);
    assertThat(erase("anna  ")).isEqualTo(Status.COMPLETE);
    assertThat(erase("anna ")).isEqualTo(Status.KEPT);
    assertThat(left()).containsExactly("1");
  }

  @Test
  void replayFindsEachOfThem() throws Exception {
    for (String id : IDS) {
      erase(id);
    }
    assertThat(left()).isEmpty();
    fill();
    ReplayReport report = requests().replay();
    assertThat(report.recorded()).isEqualTo(3);
    assertThat(report.certificates()).hasSize(3);
    assertThat(left()).isEmpty();
  }

  @Test
  void eachIsGivenItsOwnRows() throws Exception {
    assertThat(requests().export("anna", folder.resolve("person")).rows()).isEqualTo(1);
    Catalog tenants = database.scan(Catalog.builder().table("people", t -> t.tenant("who")));
    TenantExports exports =
        TenantExports.builder().database("one", database.dataSource(), tenants).build();
    assertThat(exports.export("anna ", folder.resolve("tenant")).rows()).isEqualTo(1);
  }
}
