package dev.persistence.migrate;

import static dev.persistence.migrate.ReadSide.READ_NEW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.core.keyset.Throttle;
import dev.persistence.core.sql.TableName;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** The examples of the documents. */
@WithPostgres
class MigrateExamplesDatabaseTest {

  private static final Migration NAMES =
      Migration.define("20261121_01", "one display name")
          .table(
              "users",
              t ->
                  t.addColumn("full_name", "text")
                      .notNull()
                      .up("first_name || ' ' || last_name")
                      .down("first_name", "split_part(full_name, ' ', 1)")
                      .down("last_name", "split_part(full_name, ' ', 2)"));

  private static final Migration PARTS =
      Migration.define("20261122_01", "two names")
          .table(
              "author",
              t -> {
                SplitChange name = t.splitColumn("name", "concat_ws(' ', given, family)");
                name.into("given", "text").notNull().up("split_part(name, ' ', 1)");
                name.into("family", "text").up("nullif(split_part(name, ' ', 2), '')");
              });

  private static final Migration MOVED =
      Migration.define("20261123_01", "phones among contacts")
          .table(
              "users",
              t -> t.moveColumn("phone", TableName.of("contacts"), "user_id").createMissing());

  private static LiveDatabase users(DataSource primary) throws SQLException {
    LiveDatabase database = new LiveDatabase(primary);
    database.clear();
    database.execute(
        "CREATE TABLE users (id bigint PRIMARY KEY, first_name text NOT NULL, last_name text NOT"
            + " NULL)",
        "INSERT INTO users VALUES (1, 'Ada', 'Lovelace')");
    return database;
  }

  @Test
  void phasesOneByOne(PostgresCluster cluster) throws SQLException {
    DataSource primary = cluster.primary().dataSource();
    LiveDatabase database = users(primary);
    Migrator migrator =
        Migrator.builder(primary)
            .throttle(Throttle.rate(20_000))
            .gate(Duration.ZERO, Duration.ZERO)
            .build();

    String plan = migrator.plan(NAMES).toString();

    migrator.expand(NAMES); // From here on old and new versions may run side by side.
    migrator.backfill(NAMES);
    migrator.verify(NAMES);
    migrator.seen("web-1", "20261121_01"); // Each instance, every few seconds.
    migrator.switchTo(NAMES); // From here on writes of old versions are counted.
    migrator.contract(NAMES); // From here on there is no way back.

    SchemaFlags flags = SchemaFlags.of(primary); // Once, for all threads.
    String column = flags.side("20261121_01") == READ_NEW ? "full_name" : "first_name";

    assertThat(column).isEqualTo("full_name");
    assertThat(plan).contains("EXPAND", "add column full_name and its triggers");
    assertThat(database.rows("SELECT id, full_name FROM users")).containsExactly("1|Ada Lovelace");
  }

  @Test
  void shareByShareWithBothReadAtOnce(PostgresCluster cluster) throws SQLException {
    DataSource primary = cluster.primary().dataSource();
    LiveDatabase database = users(primary);
    Migrator migrator = Migrator.builder(primary).build();
    migrator.expand(NAMES);
    migrator.backfill(NAMES);
    migrator.verify(NAMES);

    long userId = 1;
    SchemaFlags early = SchemaFlags.of(primary);
    migrator.rollOut(NAMES, 10); // Ten of a hundred users read the new side, and stay there.
    migrator.rollOut(NAMES, "tenant-7", 100); // All of one tenant.
    ReadSide side = early.side("20261121_01", "tenant-7", userId);

    assertThat(side).isEqualTo(READ_NEW);
    String first = "SELECT first_name || ' ' || last_name FROM users WHERE id = ";
    String full = "SELECT full_name FROM users WHERE id = ";
    ShadowRead.Query<Long, String> oldNames = id -> database.rows(first + id).get(0);
    ShadowRead.Query<Long, String> newNames = id -> database.rows(full + id).get(0);

    try (ShadowRead<Long, String> names = ShadowRead.of(oldNames, newNames).share(0.05).build()) {
      String name = names.read(userId, side); // The side answers; of some the other is asked later.
      assertThat(name).isEqualTo("Ada Lovelace");
      assertThat(names.report().differed()).isZero();
    }
  }

  @Test
  void oneColumnBecomesTwo(PostgresCluster cluster) throws SQLException {
    LiveDatabase database = new LiveDatabase(cluster.primary().dataSource());
    database.clear();
    database.execute(
        "CREATE TABLE author (id int PRIMARY KEY, name text NOT NULL)",
        "INSERT INTO author VALUES (1, 'Ada Lovelace'), (2, 'Cher')");
    database.migrator().build().run(PARTS);
    assertThat(database.rows("SELECT * FROM author ORDER BY id"))
        .containsExactly("1|Ada|Lovelace", "2|Cher|null");
  }

  @Test
  void versionsBySearchPath(PostgresCluster cluster) throws SQLException {
    LiveDatabase database = users(cluster.primary().dataSource());
    Migrator migrator = database.migrator().build();

    Migration names = NAMES.versionViews("app_2", "app_1"); // Without names it is v_20261121_01.
    migrator.expand(names); // Now with currentSchema=app_2,public in the URL, or app_1,public.

    migrator.backfill(names);
    assertThat(database.rows("SELECT * FROM app_2.users")).containsExactly("1|Ada Lovelace");
    assertThat(database.rows("SELECT * FROM app_1.users")).containsExactly("1|Ada|Lovelace");
  }

  @Test
  void columnOfOneTableThatMovesToAnother(PostgresCluster cluster) throws SQLException {
    LiveDatabase database = users(cluster.primary().dataSource());
    database.execute(
        "ALTER TABLE users ADD COLUMN phone text",
        "UPDATE users SET phone = '1'",
        "CREATE TABLE contacts (user_id bigint PRIMARY KEY REFERENCES users ON DELETE CASCADE)");
    database.migrator().build().run(MOVED);
    assertThat(database.rows("SELECT user_id, phone FROM contacts")).containsExactly("1|1");
  }
}
