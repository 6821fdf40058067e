package dev.persistence.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.testkit.SeededRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Old clients write a name, and new ones its parts, one of them or both, in any order; every row is
 * what the last of them meant.
 */
abstract class SplitInterleavingSuite {

  private static final int SEEDS = 3 * Integer.getInteger("persistence.test.scale", 1);
  private static final int WRITES = 400;
  private static final int ROWS = 150;
  private static final List<String> NAMES = List.of("a x", "A x", "b", "c d e", "é y");
  private static final List<String> GIVEN = List.of("a", "A", "b c", "é");
  private static final List<@Nullable String> FAMILY = Arrays.asList("x", "X", "y z", null);

  private final LiveDatabase database;

  SplitInterleavingSuite(LiveDatabase database) {
    this.database = database;
  }

  @AfterEach
  void clear() throws SQLException {
    database.clear();
  }

  /**
   * A row as it should be.
   *
   * @param given null for as long as nobody has filled it
   */
  private record Row(
      String name, @Nullable String given, @Nullable String family, @Nullable String note) {

    static Row ofOld(String name, @Nullable String note) {
      int blank = name.indexOf(' ');
      return blank < 0
          ? new Row(name, name, null, note)
          : new Row(name, name.substring(0, blank), name.substring(blank + 1), note);
    }

    static String name(String given, @Nullable String family) {
      return family == null ? given : given + " " + family;
    }

    Row byOld(String newName) {
      return newName.equals(name) ? this : ofOld(newName, note);
    }

    /** A new client wrote these; what it left out follows the old side if nobody has filled it. */
    Row byNew(@Nullable String newGiven, @Nullable String newFamily) {
      if (Objects.equals(newGiven, given) && Objects.equals(newFamily, family)) {
        return this;
      }
      Row filled = given == null ? ofOld(name, note) : this;
      String first = newGiven == null ? Objects.requireNonNull(filled.given) : newGiven;
      String last = newFamily == null && given == null ? filled.family : newFamily;
      return new Row(name(first, last), first, last, note);
    }

    Row noted(String newNote) {
      return new Row(name, given, family, newNote);
    }

    Row filled() {
      return given == null ? ofOld(name, note) : this;
    }
  }

  private Migration migration() {
    String given = database.sql("split_part(name, ' ', 1)", "substring_index(name, ' ', 1)");
    String family =
        database.sql(
            "CASE WHEN strpos(name, ' ') > 0 THEN substr(name, strpos(name, ' ') + 1) END",
            "CASE WHEN locate(' ', name) > 0 THEN substr(name, locate(' ', name) + 1) END");
    return Migration.define("1", "two names")
        .table(
            "author",
            t -> {
              SplitChange name = t.splitColumn("name", "concat_ws(' ', given, family)");
              name.into("given", "varchar(40)").notNull().up(given);
              name.into("family", "varchar(40)").up(family);
            });
  }

  @Test
  void everyRowIsWhatItsLastWriterMeant() {
    SeededRandom.forAll(
        SEEDS,
        random -> {
          database.clear();
          database.execute(
              "CREATE TABLE author (id int PRIMARY KEY, name varchar(81) NOT NULL,"
                  + " note varchar(40))");
          Map<Integer, Row> model = new TreeMap<>();
          try (Connection client = database.dataSource().getConnection()) {
            for (int id = 1; id <= ROWS; id++) {
              model.put(id, new Row("n" + id + " f", null, null, null));
              LiveDatabase.execute(
                  client, "INSERT INTO author (id, name) VALUES (%d, 'n%d f')".formatted(id, id));
            }
            Migrator migrator = database.migrator().batches(100, Duration.ofMillis(50)).build();
            Migration migration = migration();
            migrator.expand(migration);
            writes(client, random, model);
            migrator.backfill(migration);
            model.replaceAll((id, row) -> row.filled());
            writes(client, random, model);
            assertThat(migrator.verify(migration).repaired()).isZero();
            assertThat(migrator.status(migration).conflicts()).isZero();
          }
          assertThat(database.rows("SELECT id, name, given, family, note FROM author ORDER BY id"))
              .containsExactlyElementsOf(texts(model));
        });
  }

  private static List<String> texts(Map<Integer, Row> model) {
    return model.entrySet().stream()
        .map(
            entry -> {
              Row row = entry.getValue();
              return entry.getKey()
                  + "|%s|%s|%s|%s".formatted(row.name(), row.given(), row.family(), row.note());
            })
        .toList();
  }

  private static void writes(Connection client, SeededRandom random, Map<Integer, Row> model)
      throws SQLException {
    for (int i = 0; i < WRITES; i++) {
      int id = random.between(1, 2 * ROWS);
      Row row = model.get(id);
      if (row == null) {
        model.put(id, insert(client, random, id));
      } else if (random.chance(0.05)) {
        LiveDatabase.execute(client, "DELETE FROM author WHERE id = " + id);
        model.remove(id);
      } else {
        Row written =
            random.chance(0.4) ? byOld(client, random, id, row) : byNew(client, random, id, row);
        model.put(id, written);
      }
    }
  }

  private static Row insert(Connection client, SeededRandom random, int id) throws SQLException {
    if (random.chance(0.5)) {
      String name = random.pick(NAMES);
      LiveDatabase.execute(
          client, "INSERT INTO author (id, name) VALUES (%d, '%s')".formatted(id, name));
      return Row.ofOld(name, null);
    }
    String given = random.pick(GIVEN);
    String family = random.pick(FAMILY);
    LiveDatabase.execute(
        client,
        "INSERT INTO author (id, given, family) VALUES (%d, '%s', %s)"
            .formatted(id, given, literal(family)));
    return new Row(Row.name(given, family), given, family, null);
  }

  private static String literal(@Nullable String text) {
    return text == null ? "NULL" : "'" + text + "'";
  }

  private static Row byOld(Connection client, SeededRandom random, int id, Row row)
      throws SQLException {
    String note = "n" + random.between(0, 9);
    switch (random.between(0, 2)) {
      case 0 -> {
        String name = random.pick(NAMES);
        update(client, id, "name = '%s'".formatted(name));
        return row.byOld(name);
      }
      case 1 -> {
        update(client, id, "note = '%s'".formatted(note));
        return row.noted(note);
      }
      default -> {
        // All columns that an old client knows, as an object mapper writes them.
        update(client, id, "name = '%s', note = '%s'".formatted(row.name(), note));
        return row.noted(note);
      }
    }
  }

  private static Row byNew(Connection client, SeededRandom random, int id, Row row)
      throws SQLException {
    String given = random.pick(GIVEN);
    String family = random.pick(FAMILY);
    switch (random.between(0, 3)) {
      case 0 -> {
        update(client, id, "given = '%s'".formatted(given));
        return row.byNew(given, row.family());
      }
      case 1 -> {
        update(client, id, "family = %s".formatted(literal(family)));
        return row.byNew(row.given(), family);
      }
      case 2 -> {
        update(client, id, "family = %s, given = '%s'".formatted(literal(family), given));
        return row.byNew(given, family);
      }
      default -> {
        update(client, id, "given = given, family = family, note = 'same'");
        return row.noted("same");
      }
    }
  }

  private static void update(Connection client, int id, String assignments) throws SQLException {
    LiveDatabase.execute(client, "UPDATE author SET " + assignments + " WHERE id = " + id);
  }
}
