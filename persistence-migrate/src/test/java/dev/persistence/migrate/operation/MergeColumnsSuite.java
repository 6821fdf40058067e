package dev.persistence.migrate.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.migrate.DataLossException;
import dev.persistence.migrate.InvalidMigrationException;
import dev.persistence.migrate.LiveDatabase;
import dev.persistence.migrate.Migration;
import dev.persistence.migrate.Migrator;
import dev.persistence.migrate.TableChanges;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A length and its unit, which one number of millimetres replaces. */
public abstract class MergeColumnsSuite {

  private static final String ALL = "SELECT id, length, unit, mm FROM part ORDER BY id";
  private static final List<String> MERGED = List.of("length", "unit");
  private static final String UP = "CASE unit WHEN 'cm' THEN length * 10 ELSE length END";

  private final LiveDatabase database;
  private final Migrator migrator;
  private final Migration migration =
      merge(
          t ->
              t.mergeColumns(MERGED, "mm", "int")
                  .notNull()
                  .up(UP)
                  .down("length", "mm")
                  .down("unit", "'mm'")
                  .defaultTo("7"));

  protected MergeColumnsSuite(LiveDatabase database) {
    this.database = database;
    this.migrator = database.migrator().build();
  }

  private static Migration merge(Consumer<TableChanges> changes) {
    return Migration.define("1", "lengths in millimetres").table("part", changes);
  }

  @BeforeEach
  void create() throws SQLException {
    database.execute(
        "CREATE TABLE part (id int PRIMARY KEY, length int NOT NULL,"
            + " unit varchar(2) NOT NULL DEFAULT 'mm', note varchar(20))",
        "INSERT INTO part VALUES (1, 2, 'cm', null), (2, 5, 'mm', null)");
  }

  @AfterEach
  void clear() throws SQLException {
    database.clear();
  }

  @Test
  void eachClientSeesTheOther() throws SQLException {
    migrator.expand(migration);
    database.execute(
        "INSERT INTO part (id, length, unit) VALUES (3, 4, 'cm')",
        "INSERT INTO part (id, length) VALUES (4, 9)",
        "INSERT INTO part (id, mm) VALUES (5, 30)",
        "UPDATE part SET length = 3 WHERE id = 1",
        "UPDATE part SET mm = 6 WHERE id = 2",
        "UPDATE part SET note = 'x'");
    assertThat(database.rows(ALL))
        .containsExactly("1|3|cm|30", "2|6|mm|6", "3|4|cm|40", "4|9|mm|9", "5|30|mm|30");
    assertThat(migrator.status(migration).conflicts()).isZero();
  }

  @Test
  void sameLengthInAnotherUnitIsNoWriteToTheNewSide() throws SQLException {
    migrator.expand(migration);
    database.execute(
        "UPDATE part SET mm = 20 WHERE id = 1",
        "UPDATE part SET length = 20, unit = 'mm' WHERE id = 1",
        "UPDATE part SET mm = 50, length = 9 WHERE id = 2");
    assertThat(database.rows(ALL)).containsExactly("1|20|mm|20", "2|50|mm|50");
    assertThat(migrator.status(migration).conflicts()).isEqualTo(1);
  }

  @Test
  void afterContractOnlyTheNewColumnIsLeft() throws SQLException {
    migrator.run(migration);
    database.execute("INSERT INTO part (id) VALUES (3)");
    assertThat(database.rows("SELECT id, mm FROM part ORDER BY id"))
        .containsExactly("1|20", "2|5", "3|7");
    assertThat(database.catalog())
        .anyMatch(line -> line.startsWith("part|mm|") && line.contains("|NO|"))
        .noneMatch(line -> line.contains("zz_") || line.contains("|unit|"));
  }

  @Test
  void abortLeavesNothingBehind() throws SQLException {
    List<String> before = database.catalog();
    migrator.expand(migration);
    migrator.backfill(migration);
    database.execute("UPDATE part SET mm = 21 WHERE id = 1");
    migrator.abort(migration);
    assertThat(database.catalog()).isEqualTo(before);
    assertThat(database.rows("SELECT id, length, unit FROM part ORDER BY id"))
        .containsExactly("1|21|mm", "2|5|mm");
  }

  @Test
  void abortThatLosesIsRefused() throws SQLException {
    Migration lossy =
        merge(
            t ->
                t.mergeColumns(MERGED, "mm", "int")
                    .notNull()
                    .up(UP)
                    .down("length", "mm - mod(mm, 10)")
                    .down("unit", "'mm'")
                    .defaultTo("7"));
    migrator.expand(lossy);
    database.execute("UPDATE part SET mm = 21 WHERE id = 1");
    assertThatThrownBy(() -> migrator.abort(lossy)).isInstanceOf(DataLossException.class);
  }

  private void assertRefused(String reason, Consumer<TableChanges> changes) throws SQLException {
    List<String> before = database.catalog();
    assertThatThrownBy(() -> migrator.plan(merge(changes)))
        .isInstanceOf(InvalidMigrationException.class)
        .hasMessageContaining(reason);
    assertThat(database.catalog()).isEqualTo(before);
  }

  @Test
  void whatWouldNotFollowIsRefused() throws SQLException {
    assertRefused(
        "has to reach",
        t -> t.mergeColumns(MERGED, "mm", "int").up(UP).down("length", "mm").defaultTo("7"));
    assertRefused(
        "has a default",
        t -> t.mergeColumns(MERGED, "mm", "int").up(UP).down("length", "mm").down("unit", "'mm'"));
    assertRefused(
        "does not read [unit]",
        t ->
            t.mergeColumns(MERGED, "mm", "int")
                .up("length")
                .down("length", "mm")
                .down("unit", "'mm'")
                .defaultTo("7"));
    assertRefused(
        "nothing says what \"mm\" holds",
        t ->
            t.mergeColumns(MERGED, "mm", "int")
                .down("length", "mm")
                .down("unit", "'mm'")
                .defaultTo("7"));
  }

  @Test
  void oneColumnAloneAndADownForNoneAreRefusedAtOnce() {
    assertThatThrownBy(() -> merge(t -> t.mergeColumns(List.of("length"), "mm", "int")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2");
    assertThatThrownBy(() -> merge(t -> t.mergeColumns(MERGED, "mm", "int").down("mm")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("which column");
  }
}
