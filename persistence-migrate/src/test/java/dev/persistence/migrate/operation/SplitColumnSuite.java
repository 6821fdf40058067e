package dev.persistence.migrate.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.migrate.DataLossException;
import dev.persistence.migrate.InvalidMigrationException;
import dev.persistence.migrate.LiveDatabase;
import dev.persistence.migrate.Migration;
import dev.persistence.migrate.Migrator;
import dev.persistence.migrate.SplitChange;
import dev.persistence.migrate.TableChanges;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A column that two others replace, one of which may hold NULL. */
public abstract class SplitColumnSuite {

  private static final String ALL = "SELECT id, name, given, family FROM author ORDER BY id";

  private final LiveDatabase database;
  private final Migrator migrator;
  private final String given;
  private final String family;
  private final Migration migration;

  protected SplitColumnSuite(LiveDatabase database) {
    this.database = database;
    this.migrator = database.migrator().build();
    this.given = database.sql("split_part(name, ' ', 1)", "substring_index(name, ' ', 1)");
    this.family =
        database.sql(
            "CASE WHEN strpos(name, ' ') > 0 THEN substr(name, strpos(name, ' ') + 1) END",
            "CASE WHEN locate(' ', name) > 0 THEN substr(name, locate(' ', name) + 1) END");
    this.migration =
        split(
            t -> {
              SplitChange name = t.splitColumn("name", "concat_ws(' ', given, family)");
              name.into("given", "varchar(40)").notNull().up(given);
              name.into("family", "varchar(40)").up(family);
            });
  }

  private static Migration split(Consumer<TableChanges> changes) {
    return Migration.define("1", "two names").table("author", changes);
  }

  @BeforeEach
  void create() throws SQLException {
    database.execute(
        "CREATE TABLE author (id int PRIMARY KEY, name varchar(81) NOT NULL, note varchar(40))",
        "INSERT INTO author VALUES (1, 'Ada Lovelace', null), (2, 'Alan Turing', null),"
            + " (3, 'Cher', null)");
  }

  @AfterEach
  void clear() throws SQLException {
    database.clear();
  }

  @Test
  void oldClientsWriteBothSides() throws SQLException {
    migrator.expand(migration);
    database.execute(
        "INSERT INTO author (id, name) VALUES (4, 'Grace Hopper'), (5, 'Voltaire')",
        "UPDATE author SET name = 'Ada King' WHERE id = 1");
    assertThat(database.rows(ALL))
        .containsExactly(
            "1|Ada King|Ada|King",
            "2|Alan Turing|null|null",
            "3|Cher|null|null",
            "4|Grace Hopper|Grace|Hopper",
            "5|Voltaire|Voltaire|null");
  }

  @Test
  void newClientsWriteBothSides() throws SQLException {
    migrator.expand(migration);
    database.execute(
        "INSERT INTO author (id, given, family) VALUES (4, 'Grace', 'Hopper')",
        "INSERT INTO author (id, given) VALUES (5, 'Voltaire')",
        "UPDATE author SET given = 'Ada', family = 'King' WHERE id = 1",
        "UPDATE author SET family = null WHERE id = 4");
    assertThat(database.rows(ALL))
        .containsExactly(
            "1|Ada King|Ada|King",
            "2|Alan Turing|null|null",
            "3|Cher|null|null",
            "4|Grace|Grace|null",
            "5|Voltaire|Voltaire|null");
  }

  @Test
  void newClientThatWritesOnePartBeforeTheBackfillLosesNoneOfTheOthers() throws SQLException {
    migrator.expand(migration);
    database.execute(
        "UPDATE author SET family = 'King' WHERE id = 1",
        "UPDATE author SET given = 'A.' WHERE id = 2");
    assertThat(database.rows(ALL))
        .contains("1|Ada King|Ada|King", "2|A. Turing|A.|Turing", "3|Cher|null|null");
    assertThat(migrator.status(migration).conflicts()).isZero();
  }

  @Test
  void unrelatedUpdateOfAnOldClientKeepsWhatOnlyTheNewSideKnows() throws SQLException {
    migrator.expand(migration);
    database.execute(
        "UPDATE author SET given = 'Ada A.', family = 'King' WHERE id = 1",
        "UPDATE author SET note = 'x', name = name WHERE id IN (1, 2)");
    assertThat(database.rows(ALL)).contains("1|Ada A. King|Ada A.|King", "2|Alan Turing|null|null");
  }

  @Test
  void writeToBothSidesThatDisagreeIsCountedAndTheNewSideWins() throws SQLException {
    migrator.expand(migration);
    database.execute(
        "UPDATE author SET given = 'A', family = 'B', name = 'C D' WHERE id = 1",
        "UPDATE author SET given = 'E', family = 'F', name = 'E F' WHERE id = 2");
    assertThat(database.rows(ALL)).contains("1|A B|A|B", "2|E F|E|F");
    assertThat(migrator.status(migration).conflicts()).isEqualTo(1);
  }

  @Test
  void backfillFillsBothAndContractLeavesTheNewOnesAlone() throws SQLException {
    migrator.expand(migration);
    database.execute("UPDATE author SET given = 'A B', family = 'C' WHERE id = 2");
    migrator.backfill(migration);
    assertThat(database.rows(ALL))
        .containsExactly("1|Ada Lovelace|Ada|Lovelace", "2|A B C|A B|C", "3|Cher|Cher|null");
    assertThat(migrator.verify(migration).repaired()).isZero();
    migrator.switchTo(migration);
    database.execute(
        "UPDATE author SET name = 'X' WHERE id = 3", "UPDATE author SET given = 'Y' WHERE id = 3");
    assertThat(migrator.status(migration).oldWrites()).isEqualTo(1);
    migrator.contract(migration);
    database.execute("INSERT INTO author (id, given) VALUES (4, 'Grace')");
    assertThat(database.rows("SELECT id, given, family FROM author ORDER BY id"))
        .containsExactly("1|Ada|Lovelace", "2|A B|C", "3|Y|null", "4|Grace|null");
    assertThat(database.catalog())
        .anyMatch(line -> line.startsWith("author|given|") && line.contains("|NO|"))
        .anyMatch(line -> line.startsWith("author|family|") && line.contains("|YES|"))
        .noneMatch(line -> line.contains("zz_") || line.startsWith("author|name|"));
  }

  @Test
  void verifyMendsWhatContradictsItself() throws SQLException {
    migrator.expand(migration);
    migrator.backfill(migration);
    String trigger =
        database
            .rows(
                "SELECT DISTINCT trigger_name FROM information_schema.triggers WHERE trigger_name"
                    + " LIKE 'zz_mig_%u'")
            .get(0);
    database.execute(
        "DROP TRIGGER " + trigger + database.sql(" ON author", ""),
        "UPDATE author SET family = 'lost' WHERE id = 1");
    assertThat(migrator.verify(migration).repaired()).isEqualTo(1);
    assertThat(database.rows(ALL)).contains("1|Ada Lovelace|Ada|Lovelace");
  }

  @Test
  void abortCountsWhatTheOldColumnCannotGiveBackAndLeavesNothingBehind() throws SQLException {
    List<String> before = database.catalog();
    migrator.expand(migration);
    migrator.backfill(migration);
    database.execute(
        "UPDATE author SET family = 'King' WHERE id = 1",
        "UPDATE author SET given = 'A B', family = 'C' WHERE id = 2");
    assertThatThrownBy(() -> migrator.abort(migration))
        .isInstanceOf(DataLossException.class)
        .hasMessageContaining("1 rows");
    migrator.abort(migration, 1);
    assertThat(database.catalog()).isEqualTo(before);
    assertThat(database.rows("SELECT name FROM author ORDER BY id"))
        .containsExactly("Ada King", "A B C", "Cher");
  }

  private void assertRefused(String reason, Consumer<TableChanges> changes) throws SQLException {
    List<String> before = database.catalog();
    assertThatThrownBy(() -> migrator.plan(split(changes)))
        .isInstanceOf(InvalidMigrationException.class)
        .hasMessageContaining(reason);
    assertThat(database.catalog()).isEqualTo(before);
  }

  @Test
  void downThatFailsWhereAPartIsNullIsRefused() throws SQLException {
    assertRefused(
        "\"family\" is NULL",
        t -> {
          SplitChange name =
              t.splitColumn(
                  "name",
                  database.sql("given || ' ' || family", "if(family IS NULL, NULL, given)"));
          name.into("given", "varchar(40)").notNull().up(given);
          name.into("family", "varchar(40)").up(database.sql("'' || id", "concat('', id)"));
        });
  }

  @Test
  void partWithoutAnUpAndAForgottenDefaultAreRefused() throws SQLException {
    assertRefused(
        "nothing says what \"family\" holds",
        t -> {
          SplitChange name = t.splitColumn("name", "concat_ws(' ', given, family)");
          name.into("given", "varchar(40)").up(given);
          name.into("family", "varchar(40)");
        });
    database.execute("ALTER TABLE author ALTER COLUMN name SET DEFAULT 'none'");
    assertRefused(
        "has a default",
        t -> {
          SplitChange name = t.splitColumn("name", "concat_ws(' ', given, family)");
          name.into("given", "varchar(40)").up(given);
          name.into("family", "varchar(40)").up(family);
        });
  }

  @Test
  void onePartAloneAndADownOfAPartAreRefusedAtOnce() {
    assertThatThrownBy(
            () -> split(t -> t.splitColumn("name", "given").into("given", "text").up("name")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2");
    assertThatThrownBy(
            () ->
                split(
                    t -> {
                      SplitChange name = t.splitColumn("name", "given");
                      name.into("given", "text").up("name").down("given");
                      name.into("family", "text").up("name");
                    }))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has a down");
  }

  /** More than a step's name has room for in the history. */
  @Test
  void manyLongNamesFit() throws SQLException {
    Migration wide =
        split(
            t -> {
              SplitChange name = t.splitColumn("name", "coalesce(a" + "_".repeat(62) + ", '')");
              for (String part : List.of("a", "b", "c", "d", "e")) {
                name.into(part + "_".repeat(62), "varchar(81)").up("name");
              }
            });
    migrator.expand(wide);
    migrator.abort(wide);
  }
}
