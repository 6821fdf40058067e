package dev.persistence.migrate.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.migrate.DataLossException;
import dev.persistence.migrate.InvalidMigrationException;
import dev.persistence.migrate.LiveDatabase;
import dev.persistence.migrate.Migration;
import dev.persistence.migrate.Migrator;
import dev.persistence.migrate.Phase;
import dev.persistence.migrate.Plan;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One more value that a column may hold. */
public abstract class AddEnumValueSuite {

  private static final String ALL = "SELECT id, state FROM ticket ORDER BY state, id";

  private final LiveDatabase database;
  private final Migrator migrator;
  private final Migration migration = adding("on hold");

  protected AddEnumValueSuite(LiveDatabase database) {
    this.database = database;
    this.migrator = database.migrator().build();
  }

  private static Migration adding(String... values) {
    return Migration.define("1", "more states")
        .table("ticket", t -> List.of(values).forEach(value -> t.addEnumValue("state", value)));
  }

  @BeforeEach
  void create() throws SQLException {
    create("'open', 'it''s, done)'");
  }

  private void create(String values) throws SQLException {
    if (database.isPostgreSql()) {
      database.execute("CREATE TYPE ticket_state AS ENUM (" + values + ")");
    }
    database.execute(
        "CREATE TABLE ticket (id int PRIMARY KEY, state "
            + database.sql("ticket_state", "enum(" + values + ")")
            + " NOT NULL DEFAULT 'open', note varchar(9))",
        "INSERT INTO ticket VALUES (1, 'it''s, done)', null), (2, 'open', null)");
  }

  @AfterEach
  void clear() throws SQLException {
    database.clear();
  }

  @Test
  void isTheLastAndAllElseStaysAsItWas() throws SQLException {
    migrator.expand(migration);
    database.execute(
        "INSERT INTO ticket (id, state) VALUES (3, 'on hold')",
        "INSERT INTO ticket (id) VALUES (4)",
        "UPDATE ticket SET state = 'on hold' WHERE id = 2");
    assertThat(database.rows(ALL))
        .containsExactly("4|open", "1|it's, done)", "2|on hold", "3|on hold");
    assertThat(database.catalog())
        .anyMatch(
            line ->
                line.startsWith("ticket|state|") && line.contains("|NO|") && line.contains("open"));
    migrator.run(migration);
    assertThat(database.rows(ALL)).hasSize(4);
  }

  @Test
  void severalValuesOfOneColumnAreAddedOneAfterTheOther() throws SQLException {
    migrator.expand(adding("on hold", "it's", "gone"));
    database.execute(
        "INSERT INTO ticket (id, state) VALUES (3, 'gone'), (4, 'it''s'), (5, 'on hold')");
    assertThat(database.rows(ALL))
        .containsExactly("2|open", "1|it's, done)", "5|on hold", "4|it's", "3|gone");
  }

  @Test
  void planSaysThatNothingTakesItBackAndThatItBlocksForAMomentAtMost() throws SQLException {
    Plan plan = migrator.plan(migration);
    assertThat(plan.steps())
        .extracting(step -> step.phase() + " " + step.lock())
        .containsExactly("EXPAND " + database.sql("NONE", "METADATA"), "ABORT NONE");
    assertThat(plan.toString())
        .contains("leave value 'on hold' in state, which nothing takes back");
    assertThat(plan.steps().get(0).statements().get(0))
        .contains(database.sql("IF NOT EXISTS", "ALGORITHM=INSTANT"));
    assertThat(plan.steps()).extracting(step -> step.phase()).doesNotContain(Phase.CONTRACT);
  }

  @Test
  void abortLeavesItAndTheNextRunFindsIt() throws SQLException {
    migrator.expand(migration);
    migrator.abort(migration);
    database.execute("UPDATE ticket SET state = 'on hold' WHERE id = 2");
    assertThat(migrator.plan(migration).steps()).isEmpty();
    migrator.run(migration);
    assertThat(database.rows(ALL)).containsExactly("1|it's, done)", "2|on hold");
  }

  @Test
  void abortIsRefusedWhileRowsHoldIt() throws SQLException {
    migrator.expand(migration);
    database.execute("UPDATE ticket SET state = 'on hold' WHERE id = 2");
    assertThatThrownBy(() -> migrator.abort(migration))
        .isInstanceOf(DataLossException.class)
        .hasMessageContaining("1 rows");
    migrator.abort(migration, 1);
    assertThat(database.rows(ALL)).containsExactly("1|it's, done)", "2|on hold");
  }

  @Test
  void columnThatIsNoEnumIsRefused() throws SQLException {
    List<String> before = database.catalog();
    Migration wrong =
        Migration.define("1", "wrong").table("ticket", t -> t.addEnumValue("note", "x"));
    assertThatThrownBy(() -> migrator.expand(wrong))
        .isInstanceOf(InvalidMigrationException.class)
        .hasMessageContaining("no enum");
    assertThat(database.catalog()).isEqualTo(before);
  }

  @Test
  void valueThatTheServerCouldOnlyAddByCopyingOrNotAtAllIsRefused() throws SQLException {
    database.clear();
    create(
        "'open', 'it''s, done)', "
            + IntStream.range(0, 253)
                .mapToObj(i -> "'v" + i + "'")
                .collect(Collectors.joining(",")));
    String value = database.sql("x".repeat(64), "one more");
    assertThatThrownBy(() -> migrator.expand(adding(value)))
        .isInstanceOf(InvalidMigrationException.class)
        .hasMessageContaining(database.sql("63 bytes", "255 values"));
  }

  @Test
  void columnThatAnotherChangeReplacesIsRefused() throws SQLException {
    Migration both =
        Migration.define("1", "both")
            .table(
                "ticket",
                t -> {
                  t.renameColumn("state", "status");
                  t.addEnumValue("state", "x");
                });
    assertThatThrownBy(() -> migrator.plan(both)).isInstanceOf(InvalidMigrationException.class);
  }

  @Test
  void valueWithBlanksAroundItIsRefusedAtOnce() {
    assertThatThrownBy(() -> adding(" x")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> adding("a\\b")).isInstanceOf(IllegalArgumentException.class);
  }
}
