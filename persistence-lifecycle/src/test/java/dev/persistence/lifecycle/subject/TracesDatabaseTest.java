package dev.persistence.lifecycle.subject;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.core.keyset.KeysetCursor;
import dev.persistence.core.transaction.Transactions;
import dev.persistence.lifecycle.Attribution;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.CatalogBuilder;
import dev.persistence.lifecycle.LifecycleTables;
import dev.persistence.lifecycle.LiveDatabase;
import dev.persistence.lifecycle.OnDelete;
import dev.persistence.lifecycle.RowKey;
import dev.persistence.lifecycle.hold.LegalHolds;
import dev.persistence.lifecycle.softdelete.SoftDelete;
import dev.persistence.lifecycle.softdelete.SoftDeleteDdl;
import dev.persistence.lifecycle.subject.ErasureCertificate.Status;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keys of rows in our own books, which may be personal, go with the rows, and no others. */
@WithPostgres
class TracesDatabaseTest {

  private static final Attribution CASE = new Attribution("case 17", "eve");

  private final LiveDatabase database;
  private final Transactions transactions;

  TracesDatabaseTest(PostgresCluster cluster) {
    this.database = new LiveDatabase(cluster.primary().dataSource());
    this.transactions = database.transactions();
  }

  /** Bert and Cora have each a note on Anna, who is deleted, and so the notes are detached. */
  @BeforeEach
  void create() throws SQLException {
    database.execute(
        "CREATE TABLE people (id text PRIMARY KEY, mail text)",
        "CREATE TABLE notes (id text PRIMARY KEY, author text NOT NULL, person text CONSTRAINT"
            + " notes_person REFERENCES people)",
        "CREATE INDEX notes_by_person ON notes (person)");
    database.execute(LifecycleTables.ddl(database.scan(tables())));
    database.execute(SoftDeleteDdl.of(database.scan(tables())).statements());
    database.execute(
        "INSERT INTO people (id) VALUES ('anna'), ('bert'), ('cora')",
        "INSERT INTO notes VALUES ('by bert', 'bert', 'anna'), ('by cora', 'cora', 'anna')");
    SoftDelete softDelete = SoftDelete.of(catalog());
    transactions.run(c -> softDelete.delete(c, RowKey.of("people", "anna"), CASE));
    assertThat(detached()).containsExactly("by bert of anna", "by cora of anna");
  }

  @AfterEach
  void clear() throws SQLException {
    database.clear();
  }

  private static CatalogBuilder tables() {
    return Catalog.builder()
        .table("people", t -> t.softDelete().subject("id").personal("mail"))
        .table("notes", t -> t.subject("author").onDelete("notes_person", OnDelete.DETACH));
  }

  private Catalog catalog() throws SQLException {
    return database.scan(tables());
  }

  private void erase(String subject) throws SQLException {
    SubjectRequests requests =
        SubjectRequests.builder("1", TwoDatabases.KEY)
            .database("one", database.dataSource(), catalog())
            .build();
    assertThat(requests.erase(requests.plan(subject)).status()).isEqualTo(Status.COMPLETE);
  }

  private List<String> detached() throws SQLException {
    return database
        .rows("SELECT child_key, foreign_key FROM lifecycle_detached ORDER BY detach_no")
        .stream()
        .map(row -> row.split("\\|"))
        .map(keys -> key(keys[0]) + " of " + key(keys[1]))
        .sorted()
        .toList();
  }

  private static Object key(String encoded) {
    return KeysetCursor.decode(encoded).values().get(0);
  }

  @Test
  void keyOfADetachedRowGoesWithTheRow() throws SQLException {
    erase("bert");
    assertThat(detached()).containsExactly("by cora of anna");
  }

  @Test
  void keyThatADetachedRowHadGoesWithItsParent() throws SQLException {
    erase("anna");
    assertThat(detached()).isEmpty();
    assertThat(database.number("SELECT COUNT(*) FROM notes")).isEqualTo(2);
  }

  @Test
  void keyOfARowThatWasHeldGoesWithTheRow() throws SQLException {
    LegalHolds holds = LegalHolds.of(catalog());
    for (String note : List.of("by bert", "by cora")) {
      UUID hold = transactions.call(c -> holds.place(c, RowKey.of("notes", note), CASE));
      transactions.run(c -> holds.release(c, hold, CASE));
    }
    erase("bert");
    assertThat(database.rows("SELECT row_key FROM lifecycle_legal_holds ORDER BY row_key"))
        .containsExactly("7:by cora", "null");
  }
}
