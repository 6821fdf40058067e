package dev.persistence.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.migrate.People.Row;
import dev.persistence.testkit.SeededRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Old and new clients write in any order, and every row is what the last of them meant. */
abstract class InterleavingSuite {

  private static final int SEEDS = 3 * Integer.getInteger("persistence.test.scale", 1);
  private static final int WRITES = 400;
  private static final int ROWS = 150;
  private static final List<String> FIRST = List.of("a", "A", "b", "é");
  private static final List<String> LAST = List.of("x", "y", "z z");
  private static final List<String> FULL = List.of("a x", "A x", "b", "c d e", "é y");

  private static final List<String> OLD_PATHS =
      List.of("public", "other, public", "other, pg_catalog, public", "app_1, public");
  private static final List<String> NEW_PATHS =
      List.of("public", "other, public", "other, pg_catalog, public", "app_2, other, public");

  private final LiveDatabase database;

  InterleavingSuite(LiveDatabase database) {
    this.database = database;
  }

  @AfterEach
  void clear() throws SQLException {
    database.clear();
  }

  @Test
  void everyRowIsWhatItsLastWriterMeant() {
    interleave(People.migration(database));
  }

  @Test
  void everyRowOfMergedColumnsIsWhatItsLastWriterMeant() {
    interleave(People.merging(database));
  }

  private void interleave(Migration plain) {
    SeededRandom.forAll(
        SEEDS,
        random -> {
          boolean views = database.isPostgreSql() && random.chance(0.5);
          Migration migration = views ? plain.versionViews("app_2", "app_1") : plain;
          database.clear();
          People.create(database, ROWS);
          if (database.isPostgreSql()) {
            execute(
                "CREATE SCHEMA other",
                "CREATE FUNCTION other.split_part(varchar, text, int) RETURNS text LANGUAGE sql AS"
                    + " $$ SELECT 'wrong' $$");
          }
          Map<Integer, Row> model = new TreeMap<>();
          for (int id = 1; id <= ROWS; id++) {
            model.put(id, new Row("first" + id, "last" + id, null, "null"));
          }
          Migrator migrator = database.migrator().batches(100, Duration.ofMillis(50)).build();
          migrator.expand(migration);
          try (Connection old = database.dataSource().getConnection();
              Connection young = database.dataSource().getConnection()) {
            Clients clients = new Clients(old, young);
            writes(clients, random, model);
            migrator.backfill(migration);
            model.replaceAll((id, row) -> row.filled());
            writes(clients, random, model);
          }
          assertThat(migrator.verify(migration).repaired()).isZero();
          assertThat(database.rows("SELECT id, first_name, last_name, full_name, note FROM person"))
              .containsExactlyInAnyOrderElementsOf(texts(model));
        });
  }

  private void execute(String... statements) throws SQLException {
    database.execute(statements);
  }

  private static List<String> texts(Map<Integer, Row> model) {
    return model.entrySet().stream()
        .map(
            entry -> {
              Row row = entry.getValue();
              return String.join(
                  "|",
                  entry.getKey().toString(),
                  row.first(),
                  row.last(),
                  String.valueOf(row.full()),
                  row.note());
            })
        .toList();
  }

  /** One of each version. */
  private record Clients(Connection old, Connection young) {}

  private void writes(Clients clients, SeededRandom random, Map<Integer, Row> model)
      throws SQLException {
    Connection old = clients.old();
    Connection young = clients.young();
    for (int i = 0; i < WRITES; i++) {
      if (database.isPostgreSql() && random.chance(0.1)) {
        LiveDatabase.execute(old, "SET search_path = " + random.pick(OLD_PATHS));
        LiveDatabase.execute(young, "SET search_path = " + random.pick(NEW_PATHS));
      }
      int id = random.between(1, 2 * ROWS);
      Row row = model.get(id);
      if (row == null) {
        model.put(id, insert(clients, random, id));
      } else if (random.chance(0.05)) {
        Connection client = random.chance(0.5) ? old : young;
        LiveDatabase.execute(client, "DELETE FROM person WHERE id = " + id);
        model.remove(id);
      } else {
        model.put(
            id, random.chance(0.5) ? byOld(old, random, id, row) : byNew(young, random, id, row));
      }
    }
  }

  private Row insert(Clients clients, SeededRandom random, int id) throws SQLException {
    String first = random.pick(FIRST);
    String last = random.pick(LAST);
    String full = random.pick(FULL);
    if (random.chance(0.5)) {
      LiveDatabase.execute(
          clients.old(),
          "INSERT INTO person (id, first_name, last_name) VALUES (%d, '%s', '%s')"
              .formatted(id, first, last));
      return Row.ofOld(first, last, "null");
    }
    LiveDatabase.execute(
        clients.young(),
        "INSERT INTO person (id, full_name) VALUES (%d, '%s')".formatted(id, full));
    return Row.ofNew(full, "null");
  }

  private Row byOld(Connection client, SeededRandom random, int id, Row row) throws SQLException {
    String first = random.pick(FIRST);
    String last = random.pick(LAST);
    String note = "n" + random.between(0, 9);
    switch (random.between(0, 4)) {
      case 0 -> {
        update(client, id, "first_name = '%s'".formatted(first));
        return row.byOld(first, row.last(), row.note());
      }
      case 1 -> {
        update(client, id, "last_name = '%s', note = '%s'".formatted(last, note));
        return row.byOld(row.first(), last, note);
      }
      case 2 -> {
        update(client, id, "note = '%s'".formatted(note));
        return row.byOld(row.first(), row.last(), note);
      }
      case 3 -> {
        // All columns that an old client knows, as an object mapper writes them.
        update(
            client,
            id,
            "first_name = '%s', last_name = '%s', note = '%s'"
                .formatted(row.first(), row.last(), note));
        return row.byOld(row.first(), row.last(), note);
      }
      default -> {
        String insert =
            "INSERT INTO person (id, first_name, last_name) VALUES (%d, '%s', '%s')"
                .formatted(id, first, last);
        LiveDatabase.execute(
            client,
            insert
                + database.sql(
                    " ON CONFLICT (id) DO UPDATE SET first_name = EXCLUDED.first_name,"
                        + " last_name = EXCLUDED.last_name",
                    " ON DUPLICATE KEY UPDATE first_name = VALUES(first_name),"
                        + " last_name = VALUES(last_name)"));
        return row.byOld(first, last, row.note());
      }
    }
  }

  private Row byNew(Connection client, SeededRandom random, int id, Row row) throws SQLException {
    String full = random.pick(FULL);
    String note = "n" + random.between(0, 9);
    switch (random.between(0, 2)) {
      case 0 -> {
        update(client, id, "full_name = '%s'".formatted(full));
        return row.byNew(full, row.note());
      }
      case 1 -> {
        update(client, id, "full_name = full_name, note = '%s'".formatted(note));
        return new Row(row.first(), row.last(), row.full(), note);
      }
      default -> {
        LiveDatabase.execute(
            client,
            "INSERT INTO person (id, full_name) VALUES (%d, '%s')".formatted(id, full)
                + database.sql(
                    " ON CONFLICT (id) DO UPDATE SET full_name = EXCLUDED.full_name",
                    " ON DUPLICATE KEY UPDATE full_name = VALUES(full_name)"));
        return row.byNew(full, row.note());
      }
    }
  }

  private static void update(Connection client, int id, String assignments) throws SQLException {
    LiveDatabase.execute(client, "UPDATE person SET " + assignments + " WHERE id = " + id);
  }
}
