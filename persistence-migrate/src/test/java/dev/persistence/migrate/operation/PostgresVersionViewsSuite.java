package dev.persistence.migrate.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.core.sql.TableName;
import dev.persistence.migrate.InvalidMigrationException;
import dev.persistence.migrate.Migration;
import dev.persistence.migrate.MigrationState;
import dev.persistence.migrate.Migrator;
import dev.persistence.migrate.ReadSide;
import dev.persistence.migrate.SchemaFlags;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that choose their version by the search path alone. */
abstract class PostgresVersionViewsSuite {

  private static final String OLD = "app_1";
  private static final String NEW = "app_2";
  private static final String ALL = "SELECT * FROM users ORDER BY id";

  private static final Migration NAMES =
      Migration.define("20261121_01", "one display name")
          .table(
              "users",
              t -> {
                t.addColumn("full_name", "text")
                    .notNull()
                    .up("first_name || ' ' || last_name")
                    .down("first_name", "split_part(full_name, ' ', 1)")
                    .down("last_name", "split_part(full_name, ' ', 2)");
                t.renameColumn("note", "remark");
                t.dropColumn("legacy", "'l'");
              })
          .versionViews(NEW, OLD);

  private static final Migration RANKS =
      Migration.define("20261122_01", "ranks")
          .table(
              "users",
              t ->
                  t.changeType("remark", "rank", "int")
                      .up("remark::int")
                      .down("rank::text")
                      .defaultTo("0"));

  private final VersionClients database;
  private final Migrator migrator;

  PostgresVersionViewsSuite(PostgresCluster cluster) {
    this.database = new VersionClients(cluster.primary().dataSource());
    this.migrator = database.live().migrator().build();
  }

  @BeforeEach
  void create() throws SQLException {
    database
        .live()
        .execute(
            "CREATE TABLE users (id int PRIMARY KEY, first_name text NOT NULL, last_name text NOT"
                + " NULL, note text DEFAULT '0', legacy text NOT NULL)",
            "INSERT INTO users VALUES (1, 'a', 'b', '1', 'x')");
  }

  @AfterEach
  void clear() throws SQLException {
    database.live().clear();
  }

  /** Each kind of write by both versions, and what either then reads of it. */
  private void assertBothWrite() throws SQLException {
    database
        .as(OLD)
        .execute(
            "DELETE FROM users",
            "INSERT INTO users VALUES (1, 'a', 'b', '1', 'x'), (2, 'c', 'd', '2', 'y')",
            "INSERT INTO users (id, first_name, last_name, legacy) VALUES (3, 'e', 'f', 'z')");
    assertThat(database.as(NEW).rows(ALL)).containsExactly("1|a b|1", "2|c d|2", "3|e f|0");
    database
        .as(NEW)
        .execute(
            "UPDATE users SET full_name = 'A B', remark = '11' WHERE id = 1",
            "DELETE FROM users WHERE id = 2",
            "INSERT INTO users VALUES (4, 'g h', '4')",
            "INSERT INTO users (id, full_name) VALUES (3, 'E F'), (5, 'i j') ON CONFLICT (id) DO"
                + " UPDATE SET full_name = EXCLUDED.full_name");
    assertThat(database.as(OLD).rows(ALL))
        .containsExactly("1|A|B|11|x", "3|E|F|0|z", "4|g|h|4|l", "5|i|j|0|l");
    database
        .as(OLD)
        .execute(
            "UPDATE users SET last_name = 'BB' WHERE id = 1",
            "INSERT INTO users VALUES (4, 'G', 'h', '44', 'q') ON CONFLICT (id) DO UPDATE"
                + " SET first_name = EXCLUDED.first_name, note = EXCLUDED.note",
            "UPDATE users SET legacy = 'w' WHERE id = 5",
            "DELETE FROM users WHERE id = 3");
    assertThat(database.as(NEW).rows(ALL)).containsExactly("1|A BB|11", "4|G h|44", "5|i j|0");
  }

  @Test
  void eachVersionReadsAndWritesWhatItKnowsInEveryPhase() throws SQLException {
    migrator.expand(NAMES);
    assertBothWrite();
    migrator.backfill(NAMES);
    migrator.verify(NAMES);
    assertBothWrite();
    migrator.switchTo(NAMES);
    assertBothWrite();
    migrator.revert(NAMES);
    assertBothWrite();
    migrator.switchTo(NAMES);
    migrator.contract(NAMES);
    database
        .as(NEW)
        .execute(
            "INSERT INTO users VALUES (6, 'k l', '6')",
            "INSERT INTO users (id, full_name) VALUES (4, 'm n') ON CONFLICT (id) DO UPDATE SET"
                + " full_name = EXCLUDED.full_name",
            "UPDATE users SET remark = '7' WHERE id = 5",
            "DELETE FROM users WHERE id = 1");
    assertThat(database.as(NEW).rows(ALL))
        .containsExactly("4|m n|44", "5|i j|7", "6|k l|6")
        .isEqualTo(database.live().rows("SELECT id, full_name, remark FROM users ORDER BY id"));
    assertThat(database.views()).containsExactly("app_2.users");
    assertThat(database.as(OLD).rows(ALL)).as("the table").hasSize(3);
  }

  @Test
  void abortLeavesNothing() throws SQLException {
    List<String> before = database.live().catalog();
    migrator.expand(NAMES);
    assertThat(database.views()).containsExactly("app_1.users", "app_2.users");
    assertBothWrite();
    migrator.backfill(NAMES);
    migrator.verify(NAMES);
    migrator.switchTo(NAMES);
    migrator.abort(NAMES, 10);
    assertThat(database.views()).isEmpty();
    assertThat(database.schemas()).isEmpty();
    assertThat(database.live().catalog()).isEqualTo(before);
    assertThat(database.as(OLD).rows(ALL)).contains("1|A|BB|11|x");
    assertThat(migrator.run(NAMES).state()).isEqualTo(MigrationState.COMPLETED);
    assertThat(database.as(NEW).rows(ALL)).contains("1|A BB|11");
  }

  @Test
  void nextMigrationWithViewsTakesThoseOfTheOneBeforeForTheOldVersion() throws SQLException {
    migrator.run(NAMES);
    Migration ranks = RANKS.versionViews("app_3", NEW);
    migrator.expand(ranks);
    assertThat(database.views()).containsExactly("app_2.users", "app_3.users");
    database.as(NEW).execute("INSERT INTO users VALUES (2, 'c d', '2')");
    database.as("app_3").execute("INSERT INTO users VALUES (3, 'e f', 3)");
    migrator.backfill(ranks);
    assertThat(database.as(NEW).rows(ALL)).containsExactly("1|a b|1", "2|c d|2", "3|e f|3");
    assertThat(database.as("app_3").rows(ALL)).isEqualTo(database.as(NEW).rows(ALL));
    migrator.abort(ranks);
    assertThat(database.as(NEW).rows(ALL)).as("stays").hasSize(3);
    assertThat(database.views()).containsExactly("app_2.users");
    migrator.run(ranks);
    assertThat(database.views()).containsExactly("app_3.users");
    assertThat(database.schemas()).doesNotContain(NEW);
    database.as("app_3").execute("UPDATE users SET rank = rank + 1");
    assertThat(database.as("app_3").rows(ALL)).containsExactly("1|a b|2", "2|c d|3", "3|e f|4");
  }

  @Test
  void nextMigrationWithoutViewsPutsThoseOfTheOneBeforeAway() throws SQLException {
    migrator.run(NAMES);
    migrator.expand(RANKS);
    database.as(NEW).execute("INSERT INTO users VALUES (2, 'c d', '2')");
    migrator.abort(RANKS);
    database.as(NEW).execute("INSERT INTO users VALUES (3, 'e f', '3')");
    assertThat(migrator.run(RANKS).state()).isEqualTo(MigrationState.COMPLETED);
    assertThat(database.schemas()).doesNotContain(NEW);
    assertThat(database.as(NEW).rows("SELECT id, full_name, rank FROM users ORDER BY id"))
        .as("of the table")
        .containsExactly("1|a b|1", "2|c d|2", "3|e f|3");
  }

  @Test
  void severalMigrationsShareASchema() throws SQLException {
    database.live().execute("CREATE TABLE orders (id int PRIMARY KEY, total int)");
    Migration orders =
        Migration.define("20261123_01", "orders")
            .table("orders", t -> t.renameColumn("total", "sum"))
            .versionViews(NEW, OLD);
    migrator.expand(NAMES);
    migrator.expand(orders);
    assertThat(database.views())
        .containsExactly("app_1.orders", "app_1.users", "app_2.orders", "app_2.users");
    database.as(OLD).execute("INSERT INTO orders (id, total) VALUES (1, 5)");
    assertThat(database.as(NEW).rows("SELECT sum FROM orders, users")).containsExactly("5");
    migrator.abort(NAMES);
    assertThat(database.views()).containsExactly("app_1.orders", "app_2.orders");
    migrator.run(orders);
    assertThat(database.views()).containsExactly("app_2.orders");
  }

  @Test
  void renamedTableHasItsNamesAndDroppedOneItsLastView() throws SQLException {
    migrator.run(NAMES);
    Migration renaming =
        Migration.define("20261122_02", "people")
            .table(
                "users",
                t -> {
                  t.renameTable("people");
                  t.addColumn("age", "int").up("7");
                })
            .versionViews("app_3");
    migrator.expand(renaming);
    database.as("app_3").execute("INSERT INTO people (id, full_name) VALUES (2, 'c d')");
    assertThat(database.as(NEW).rows(ALL)).containsExactly("1|a b|1", "2|c d|0");
    migrator.run(renaming);
    assertThat(database.as("app_3").rows("SELECT * FROM people ORDER BY id"))
        .containsExactly("1|a b|1|7", "2|c d|0|7");
    assertThat(database.views()).containsExactly("app_3.people");
    migrator.run(Migration.define("20261124_01", "none").dropTable(TableName.of("people")));
    assertThat(database.schemas()).doesNotContain(NEW, "app_3");
  }

  @Test
  void runnerWithThePathOfAVersionFindsTheTableBehindItsView() throws SQLException {
    Migrator own = database.as(NEW).migrator().build();
    assertThat(own.run(NAMES).state()).isEqualTo(MigrationState.COMPLETED);
    assertThat(own.run(RANKS.versionViews("app_3", NEW)).state())
        .isEqualTo(MigrationState.COMPLETED);
    assertThat(database.views()).containsExactly("app_3.users");
  }

  @Test
  void columnThatAMigrationUnderWayShowsIsLeftToIt() throws SQLException {
    migrator.expand(NAMES);
    Migration other =
        Migration.define("20261125_01", "other").table("users", t -> t.addColumn("age", "int"));
    assertThatThrownBy(() -> migrator.plan(other.versionViews("app_3")))
        .isInstanceOf(InvalidMigrationException.class)
        .hasMessageContaining("migration 20261121_01 is under way and will drop columns");
    assertThatThrownBy(() -> migrator.plan(RANKS))
        .isInstanceOf(InvalidMigrationException.class)
        .hasMessageContaining("app_2.users");
    migrator.run(NAMES);
    assertThatThrownBy(() -> migrator.plan(other.versionViews(NEW)))
        .isInstanceOf(InvalidMigrationException.class)
        .hasMessageContaining("\"app_2.users\" is taken");
    assertThat(migrator.run(other.versionViews("app_3")).state())
        .isEqualTo(MigrationState.COMPLETED);
  }

  @Test
  void flagsAndInstancesAreFoundBehindTheSchemaOfTheVersion() throws SQLException {
    migrator.expand(NAMES);
    migrator.backfill(NAMES);
    migrator.verify(NAMES);
    migrator.switchTo(NAMES);
    SchemaFlags flags = SchemaFlags.of(database.dataSource(NEW));
    assertThat(flags.side(NAMES.version())).isEqualTo(ReadSide.READ_NEW);
    Migrator.builder(database.dataSource(OLD)).build().seen("web-1", "20261120_01");
    assertThat(migrator.status(NAMES).oldInstances()).isEqualTo(1);
  }

  @Test
  void flagsAndInstancesOfVersionsAloneAreFoundBesideTheTablesOfTheirViews() throws SQLException {
    migrator.expand(NAMES);
    Migrator old = Migrator.builder(database.withPath(OLD)).build();
    old.seen("web-1", "20261120_01");
    assertThat(old.status(NAMES).oldInstances()).isEqualTo(1);
    migrator.backfill(NAMES);
    migrator.verify(NAMES);
    migrator.switchTo(NAMES);
    for (String path : List.of(NEW, OLD + ", " + NEW, NEW + ", pg_catalog", "pg_catalog, public")) {
      SchemaFlags flags = SchemaFlags.of(database.withPath(path));
      assertThat(flags.side(NAMES.version())).as(path).isEqualTo(ReadSide.READ_NEW);
    }
  }

  @Test
  void pathOfAVersionBehindWhichAreSeveralHistoriesIsRefused() throws SQLException {
    database
        .live()
        .execute("CREATE SCHEMA other", "CREATE TABLE other.orders (id int PRIMARY KEY, n int)");
    Migration orders =
        Migration.define("20261123_01", "orders")
            .table("orders", t -> t.renameColumn("n", "number"))
            .versionViews(NEW);
    migrator.expand(NAMES);
    Migrator.builder(database.withPath("other")).build().expand(orders);
    SchemaFlags flags = SchemaFlags.of(database.withPath(NEW));
    assertThatThrownBy(() -> flags.side(NAMES.version()))
        .isInstanceOf(InvalidMigrationException.class)
        .hasMessageContaining("search_path");
    assertThat(SchemaFlags.of(database.dataSource(NEW)).side(NAMES.version()))
        .isEqualTo(ReadSide.READ_OLD);
  }
}
