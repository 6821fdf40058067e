package dev.persistence.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.core.sql.TableName;
import dev.persistence.testkit.SeededRandom;
import dev.persistence.testkit.postgres.PostgresCluster;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Old clients write a column of one table, and new ones its successor in another, in any order and
 * under any search path; every row is what the last of them meant.
 */
abstract class PostgresMoveInterleavingSuite {

  private static final int SEEDS = 3 * Integer.getInteger("persistence.test.scale", 1);
  private static final int WRITES = 400;
  private static final int ROWS = 150;
  private static final List<@Nullable String> PHONES = Arrays.asList("a", "A", "b c", "é", null);

  private final LiveDatabase database;

  PostgresMoveInterleavingSuite(PostgresCluster cluster) {
    this.database = new LiveDatabase(cluster.primary().dataSource());
  }

  @AfterEach
  void clear() throws SQLException {
    database.clear();
  }

  /**
   * Both rows of a person as they should be.
   *
   * @param theirs what the contact has, null for as long as nobody has filled it
   */
  private record Person(
      @Nullable String ours, boolean contact, @Nullable String theirs, @Nullable String name) {

    /** An old client wrote this. */
    Person byOld(@Nullable String phone, boolean create) {
      if (Objects.equals(phone, ours)) {
        return this;
      }
      boolean created = create && phone != null;
      return new Person(phone, contact || created, contact || created ? phone : null, name);
    }

    /** A new client wrote this to a contact that is there. */
    Person byNew(@Nullable String phone) {
      return Objects.equals(phone, theirs) ? this : new Person(phone, true, phone, name);
    }

    Person withContact(@Nullable String phone) {
      String given = phone == null ? ours : phone;
      return new Person(given, true, given, name);
    }

    Person withoutContact(boolean create) {
      return new Person(create ? null : ours, false, null, name);
    }

    Person noted(String newName) {
      return new Person(ours, contact, theirs, newName);
    }

    Person filled(boolean create) {
      boolean reachable = contact || (create && ours != null);
      return theirs != null || !reachable ? this : new Person(ours, true, ours, name);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everyRowIsWhatItsLastWriterMeant(boolean create) {
    SeededRandom.forAll(
        SEEDS,
        random -> {
          database.clear();
          createTables();
          Map<Integer, Person> model = new TreeMap<>();
          for (int id = 1; id <= ROWS; id++) {
            model.put(id, new Person("p" + id, !create || id % 2 == 0, null, "n"));
          }
          if (create) {
            database.execute("DELETE FROM contacts WHERE user_id % 2 = 1");
          }
          Migrator migrator = database.migrator().batches(100, Duration.ofMillis(50)).build();
          Migration migration = migration(create);
          migrator.expand(migration);
          try (Connection client = database.dataSource().getConnection()) {
            Clients clients = new Clients(client, random, model, create);
            clients.write();
            migrator.backfill(migration);
            model.replaceAll((id, person) -> person.filled(create));
            clients.write();
          }
          assertThat(
                  database.rows(
                      "SELECT u.id, u.phone, c.user_id IS NOT NULL, c.phone, u.name FROM users u"
                          + " LEFT JOIN contacts c ON c.user_id = u.id ORDER BY u.id"))
              .containsExactlyElementsOf(texts(model));
          if (create) {
            assertThat(migrator.verify(migration).repaired()).isZero();
          }
          assertThat(migrator.status(migration).conflicts()).isZero();
        });
  }

  private void createTables() throws SQLException {
    database.execute(
        "CREATE TABLE users (id int PRIMARY KEY, phone varchar(20), name varchar(20))",
        "CREATE TABLE contacts (user_id int PRIMARY KEY REFERENCES users ON DELETE CASCADE,"
            + " email varchar(40))",
        "INSERT INTO users SELECT g, 'p' || g, 'n' FROM generate_series(1, " + ROWS + ") g",
        "INSERT INTO contacts SELECT g, 'e' FROM generate_series(1, " + ROWS + ") g",
        "CREATE SCHEMA other",
        "CREATE TABLE other.users (LIKE users)",
        "CREATE TABLE other.contacts (LIKE contacts)");
  }

  private static Migration migration(boolean create) {
    return Migration.define("1", "phones among contacts")
        .table(
            "users",
            t -> {
              MoveChange move = t.moveColumn("phone", TableName.of("contacts"), "user_id");
              if (create) {
                move.createMissing();
              }
            });
  }

  private static List<String> texts(Map<Integer, Person> model) {
    return model.entrySet().stream()
        .map(
            entry -> {
              Person person = entry.getValue();
              return entry.getKey()
                  + "|%s|%s|%s|%s"
                      .formatted(
                          person.ours(),
                          person.contact() ? "t" : "f",
                          person.theirs(),
                          person.name());
            })
        .toList();
  }

  private record Clients(
      Connection client, SeededRandom random, Map<Integer, Person> model, boolean create) {

    void write() throws SQLException {
      for (int i = 0; i < WRITES; i++) {
        if (random.chance(0.1)) {
          String path = random.pick(List.of("public", "other, public", "pg_catalog"));
          execute("SET search_path = " + path);
        }
        int id = random.between(1, 2 * ROWS);
        Person person = model.get(id);
        if (person == null) {
          model.put(id, insert(id));
        } else if (random.chance(0.05)) {
          execute("DELETE FROM public.users WHERE id = " + id);
          model.remove(id);
        } else {
          model.put(id, random.chance(0.5) ? byOld(id, person) : byNew(id, person));
        }
      }
      execute("RESET search_path");
    }

    private void execute(String sql) throws SQLException {
      LiveDatabase.execute(client, sql);
    }

    private static String literal(@Nullable String text) {
      return text == null ? "NULL" : "'" + text + "'";
    }

    private Person insert(int id) throws SQLException {
      String phone = random.pick(PHONES);
      execute("INSERT INTO public.users VALUES (%d, %s, 'n')".formatted(id, literal(phone)));
      return new Person(null, false, null, "n").byOld(phone, create);
    }

    private Person byOld(int id, Person person) throws SQLException {
      String phone = random.pick(PHONES);
      String name = "n" + random.between(0, 9);
      String update = "UPDATE public.users SET %s WHERE id = " + id;
      switch (random.between(0, 3)) {
        case 0 -> {
          execute(update.formatted("phone = " + literal(phone)));
          return person.byOld(phone, create);
        }
        case 1 -> {
          execute(update.formatted("name = '" + name + "'"));
          return person.noted(name);
        }
        case 2 -> {
          // All columns that an old client knows, as an object mapper writes them.
          execute(
              update.formatted("phone = " + literal(person.ours()) + ", name = '" + name + "'"));
          return person.noted(name);
        }
        default -> {
          execute(
              "INSERT INTO public.users (id, phone) VALUES (%d, %s) ON CONFLICT (id) DO UPDATE SET"
                      .formatted(id, literal(phone))
                  + " phone = EXCLUDED.phone");
          return person.byOld(phone, create);
        }
      }
    }

    private Person byNew(int id, Person person) throws SQLException {
      String phone = random.pick(PHONES);
      if (!person.contact()) {
        execute(
            "INSERT INTO public.contacts (user_id, phone) VALUES (%d, %s)"
                .formatted(id, literal(phone)));
        return person.withContact(phone);
      }
      String update = "UPDATE public.contacts SET %s WHERE user_id = " + id;
      switch (random.between(0, 2)) {
        case 0 -> {
          execute(update.formatted("phone = " + literal(phone)));
          return person.byNew(phone);
        }
        case 1 -> {
          execute(update.formatted("email = 'x', phone = phone"));
          return person;
        }
        default -> {
          execute("DELETE FROM public.contacts WHERE user_id = " + id);
          return person.withoutContact(create);
        }
      }
    }
  }
}
