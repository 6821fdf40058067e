package dev.persistence.migrate.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.persistence.migrate.InvalidMigrationException;
import dev.persistence.migrate.LiveDatabase;
import dev.persistence.migrate.Migration;
import dev.persistence.migrate.Migrator;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A column under two names, until the old one goes. */
public abstract class RenameColumnSuite {

  private final LiveDatabase database;
  private final Migrator migrator;

  protected RenameColumnSuite(LiveDatabase database) {
    this.database = database;
    this.migrator = database.migrator().build();
  }

  @AfterEach
  void clear() throws SQLException {
    database.clear();
  }

  private static final String ALL = "SELECT id, phone, mobile FROM contact ORDER BY id";

  private final Migration migration =
      Migration.define("1", "phones are mobile")
          .table("contact", t -> t.renameColumn("phone", "mobile"));

  @BeforeEach
  void create() throws SQLException {
    database.execute(
        "CREATE TABLE contact (id int PRIMARY KEY, phone varchar(20) NOT NULL DEFAULT 'none', note"
            + " varchar(20))",
        "INSERT INTO contact (id, phone) VALUES (1, '0815')");
  }

  @Test
  void eachClientSeesTheOther() throws SQLException {
    migrator.expand(migration);
    database.execute(
        "INSERT INTO contact (id, phone) VALUES (2, 'old')",
        "INSERT INTO contact (id, mobile) VALUES (3, 'new')",
        "INSERT INTO contact (id) VALUES (4)",
        "UPDATE contact SET phone = 'older' WHERE id = 2",
        "UPDATE contact SET mobile = 'newer' WHERE id = 3",
        "UPDATE contact SET mobile = '0816' WHERE id = 1");
    assertThat(database.rows(ALL))
        .containsExactly("1|0816|0816", "2|older|older", "3|newer|newer", "4|none|none");
    assertThat(migrator.status(migration).conflicts()).isZero();
  }

  @Test
  void changeOfCaseAloneIsAChange() throws SQLException {
    migrator.expand(migration);
    database.execute(
        "INSERT INTO contact (id, phone) VALUES (2, 'home')",
        "UPDATE contact SET phone = 'Home' WHERE id = 2",
        "UPDATE contact SET mobile = 'x' WHERE id = 1",
        "UPDATE contact SET mobile = 'X' WHERE id = 1");
    assertThat(database.rows(ALL)).containsExactly("1|X|X", "2|Home|Home");
  }

  @Test
  void contractKeepsTypeNullabilityAndDefault() throws SQLException {
    migrator.run(migration);
    database.execute("INSERT INTO contact (id) VALUES (5)");
    assertThat(database.rows("SELECT id, mobile FROM contact ORDER BY id"))
        .containsExactly("1|0815", "5|none");
    assertThat(database.catalog())
        .noneMatch(line -> line.contains("zz_") || line.contains("|phone|"))
        .anyMatch(line -> line.contains("|mobile|") && line.contains("|NO|"));
  }

  /** By which texts are found and sorted, and by some of which two of them are one. */
  @Test
  void contractKeepsTheCollation() throws SQLException {
    String own = database.sql("\"C\"", "utf8mb4_bin");
    database.execute(
        "CREATE TABLE word (id int PRIMARY KEY, w varchar(20) COLLATE " + own + ", plain text)",
        "INSERT INTO word VALUES (1, 'a', 'b')");
    String collations =
        "SELECT column_name, collation_name FROM information_schema.columns"
            + " WHERE table_name = 'word' AND column_name LIKE '";
    String plain = database.rows(collations + "plain'").get(0).replace("plain", "simple");
    migrator.run(
        Migration.define("2", "a word")
            .table("word", t -> t.renameColumn("w", "text").renameColumn("plain", "simple")));
    assertThat(database.rows(collations + "text'"))
        .containsExactly("text|" + own.replace("\"", ""));
    assertThat(database.rows(collations + "simple'")).containsExactly(plain);
  }

  @Test
  void abortLeavesNothingBehind() throws SQLException {
    List<String> before = database.catalog();
    migrator.expand(migration);
    migrator.backfill(migration);
    migrator.verify(migration);
    migrator.switchTo(migration);
    database.execute("UPDATE contact SET mobile = '0816' WHERE id = 1");
    migrator.abort(migration);
    assertThat(database.catalog()).isEqualTo(before);
    assertThat(database.rows("SELECT phone FROM contact")).containsExactly("0816");
  }

  private void assertRefusedFor(String dependent) throws SQLException {
    List<String> before = database.catalog();
    assertThatThrownBy(() -> migrator.expand(migration))
        .isInstanceOf(InvalidMigrationException.class)
        .hasMessageContaining(dependent);
    assertThat(database.catalog()).isEqualTo(before);
  }

  @Test
  void columnWithAnIndexIsRefused() throws SQLException {
    database.execute("CREATE INDEX contact_phone ON contact (phone)");
    assertRefusedFor("contact_phone");
  }

  /** No server drops it then, and the contract phase could neither go on nor back. */
  @Test
  void columnThatAnotherOneIsComputedFromIsRefused() throws SQLException {
    database.execute(
        "ALTER TABLE contact ADD COLUMN shout varchar(20) GENERATED ALWAYS AS (upper(phone))"
            + " STORED");
    assertRefusedFor("shout");
  }

  @Test
  void columnInTheExpressionOfAnIndexIsRefused() throws SQLException {
    assumeThat(database.product()).as("has such indexes").isNotEqualTo("MariaDB");
    database.execute("CREATE INDEX contact_shout ON contact ((upper(phone)))");
    assertRefusedFor("contact_shout");
  }

  /** MariaDB keeps JSON in a text with a condition, which is no reason against it. */
  @Test
  void columnOfJsonIsRenamed() throws SQLException {
    database.execute("ALTER TABLE contact ADD COLUMN extra json");
    database.execute("UPDATE contact SET extra = '{\"a\": 1}'");
    migrator.run(
        Migration.define("2", "more").table("contact", t -> t.renameColumn("extra", "more")));
    assertThat(database.rows("SELECT more FROM contact")).containsExactly("{\"a\": 1}");
  }

  /** MariaDB's server ended at the first update, when triggers compared them as they are. */
  @ParameterizedTest
  @CsvSource({"bytea, blob", "text, text", "varchar, longtext"})
  void columnOfManyBytesFollows(String onPostgreSql, String onOthers) throws SQLException {
    String large = database.sql(onPostgreSql, onOthers);
    database.execute(
        "CREATE TABLE letter (id int PRIMARY KEY, body " + large + ", note varchar(5))",
        "INSERT INTO letter (id, body) VALUES (1, 'first')");
    Migration renaming =
        Migration.define("2", "bodies").table("letter", t -> t.renameColumn("body", "content"));
    migrator.expand(renaming);
    database.execute("UPDATE letter SET note = 'x'", "UPDATE letter SET body = 'old'");
    assertThat(database.number("SELECT COUNT(*) FROM letter WHERE content = 'old'")).isOne();
    database.execute("UPDATE letter SET content = 'Old'", "UPDATE letter SET note = 'y'");
    assertThat(database.number("SELECT COUNT(*) FROM letter WHERE body = 'Old'")).isOne();
    migrator.run(renaming);
    assertThat(database.number("SELECT COUNT(*) FROM letter WHERE content = 'Old'")).isOne();
  }

  @Test
  void columnOfGeometryFollows() throws SQLException {
    assumeThat(database.isPostgreSql()).as("needs an extension for that").isFalse();
    database.execute("ALTER TABLE contact ADD COLUMN place point");
    Migration renaming =
        Migration.define("2", "places").table("contact", t -> t.renameColumn("place", "spot"));
    migrator.expand(renaming);
    database.execute("UPDATE contact SET place = POINT(1, 2)");
    assertThat(database.rows("SELECT ST_AsText(spot) FROM contact")).containsExactly("POINT(1 2)");
    database.execute("UPDATE contact SET spot = POINT(3, 4)", "UPDATE contact SET note = 'x'");
    assertThat(database.rows("SELECT ST_AsText(place) FROM contact")).containsExactly("POINT(3 4)");
    migrator.run(renaming);
    assertThat(database.rows("SELECT ST_AsText(spot) FROM contact")).containsExactly("POINT(3 4)");
  }

  @Test
  void commentAndWhatElseIsSaidOfTheColumnIsSaidOfItsNewName() throws SQLException {
    assumeThat(database.isPostgreSql()).as("has all of them").isTrue();
    String alter = "ALTER TABLE contact ALTER phone SET ";
    database.execute(
        "COMMENT ON COLUMN contact.phone IS '100 % it''s \\'",
        alter + "STATISTICS 77", alter + "(n_distinct = 5)", alter + "STORAGE EXTERNAL");
    assertThat(migrator.measure(migration).disagreeing()).isEmpty();
    migrator.run(migration);
    assertThat(
            database.rows(
                "SELECT col_description(attrelid, attnum), attstattarget, attoptions, attstorage"
                    + " FROM pg_attribute WHERE attrelid = 'contact'::regclass"
                    + " AND attname = 'mobile'"))
        .containsExactly("100 % it's \\|77|{n_distinct=5}|e");
  }

  /** Who has rights on some columns alone goes on reading them all. */
  @Test
  void rightsOnTheColumnAreThoseOnItsNewName() throws SQLException {
    assumeThat(database.isPostgreSql()).as("lets the owner see and give them").isTrue();
    String clerk = "clerk_" + Long.toHexString(System.nanoTime());
    database.execute(
        "CREATE ROLE " + clerk, "GRANT SELECT (id, phone), UPDATE (phone) ON contact TO " + clerk);
    try {
      migrator.expand(migration);
      assertThat(rights(clerk, "mobile"))
          .isEqualTo(rights(clerk, "phone"))
          .containsExactly("SELECT", "UPDATE");
      assertThat(rights(clerk, "note")).isEmpty();
      migrator.run(migration);
      assertThat(rights(clerk, "mobile")).containsExactly("SELECT", "UPDATE");
    } finally {
      database.execute("DROP OWNED BY " + clerk, "DROP ROLE " + clerk);
    }
  }

  private List<String> rights(String role, String column) throws SQLException {
    return database.rows(
        "SELECT privilege_type FROM information_schema.column_privileges WHERE grantee LIKE '%"
            + role
            + "%' AND column_name = '"
            + column
            + "' ORDER BY 1");
  }

  @Test
  void columnInAConditionIsRefused() throws SQLException {
    database.execute("ALTER TABLE contact ADD CONSTRAINT said CHECK (phone <> '' OR note <> '')");
    assertRefusedFor("said");
  }

  @Test
  void similarNamesAreNoReasonAgainstIt() throws SQLException {
    database.execute(
        "CREATE TABLE contact_log (id int PRIMARY KEY, telephone varchar(20))",
        "CREATE VIEW logged AS SELECT telephone FROM contact_log");
    migrator.expand(migration);
  }
}
