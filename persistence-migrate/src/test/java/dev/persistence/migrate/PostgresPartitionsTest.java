package dev.persistence.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.core.sql.TableName;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Partitioned tables of PostgreSQL, and tables that foreign keys lead to and from. */
@WithPostgres
class PostgresPartitionsTest {

  /** Each of the columns that follow says this of itself. */
  private static final String WRONG =
      "SELECT id, note, remark, amount, total, given, family, name FROM event"
          + " WHERE note IS DISTINCT FROM remark OR amount IS DISTINCT FROM total"
          + " OR coalesce(name, '') <> concat_ws(' ', given, family) OR kind IS NULL";

  private final LiveDatabase database;
  private final Migrator migrator;
  private int writes;

  PostgresPartitionsTest(PostgresCluster cluster) {
    this.database = new LiveDatabase(cluster.primary().dataSource());
    this.migrator = database.migrator().build();
  }

  private static String partition(int year) {
    return String.format(
        "CREATE TABLE event_%1$d PARTITION OF event FOR VALUES FROM ('%1$d-01-01') TO"
            + " ('%2$d-01-01')",
        year, year + 1);
  }

  /** Rows of a team go with it, and know when its number changes. */
  @BeforeEach
  void create() throws SQLException {
    database.execute(
        "CREATE TABLE team (id int PRIMARY KEY, motto text)",
        "INSERT INTO team SELECT n, 'motto ' || n FROM generate_series(1, 9) n",
        "CREATE TABLE event (id int, at date, note text, amount int, name text, kind text,"
            + " team int REFERENCES team ON UPDATE CASCADE ON DELETE CASCADE DEFERRABLE INITIALLY"
            + " DEFERRED, PRIMARY KEY (id, at)) PARTITION BY RANGE (at)",
        partition(2020),
        partition(2021),
        "INSERT INTO event SELECT n, date '2020-01-01' + n, 'note ' || n, n, n || ' last', null,"
            + " 1 + n % 9 FROM generate_series(1, 600) n",
        "CREATE TABLE visit (id int PRIMARY KEY, event int, at date, guest text,"
            + " FOREIGN KEY (event, at) REFERENCES event ON UPDATE CASCADE ON DELETE SET NULL)",
        "INSERT INTO visit SELECT id, id, at, 'guest ' || id FROM event");
  }

  @AfterEach
  void clear() throws SQLException {
    database.clear();
  }

  private static Migration migration(Consumer<TableChanges> change) {
    return Migration.define("1", "x").table("event", change);
  }

  private static void change(TableChanges table) {
    table.renameColumn("note", "remark");
    table.changeType("amount", "total", "bigint").up("amount").down("CAST(total AS int)");
    SplitChange name = table.splitColumn("name", "concat_ws(' ', given, family)");
    name.into("given", "text").up("split_part(name, ' ', 1)");
    name.into("family", "text").up("nullif(split_part(name, ' ', 2), '')");
    table.setNotNull("kind", "'none'");
    table.addColumn("place", "text").notNull().defaultTo("'here'");
    table.addCheck("positive", "id > 0");
    table.setDefault("kind", "'some'");
  }

  /** By way of the table and of a partition, and from one partition to another. */
  private void write(boolean alsoNew) throws SQLException {
    int first = 1 + writes++ * 10;
    write(
        first,
        "INSERT INTO event (id, at, note, amount) SELECT max(id) + 1, '2020-03-03', 'a', 1 FROM"
            + " event",
        "UPDATE event SET note = 'old', amount = 7, name = 'x y' WHERE id = ?",
        "UPDATE event_2020 SET name = 'z' WHERE id = ?",
        "UPDATE event SET at = at + 365, note = 'later' WHERE id = ?",
        "UPDATE team SET id = id + 10, motto = 'old ' || motto WHERE id = (SELECT min(id) FROM"
            + " team)",
        "DELETE FROM team WHERE id = (SELECT max(id) FROM team WHERE id < 10)");
    if (alsoNew) {
      write(
          first + 5,
          "INSERT INTO event (id, at, remark, total, given) SELECT max(id) + 1, '2021-03-03', 'b',"
              + " 2, 'c' FROM event",
          "UPDATE event SET at = at + 365, remark = 'sooner', family = 'f' WHERE id = ?",
          "UPDATE event SET remark = 'new', total = 8, given = 'g', family = null WHERE id = ?",
          "UPDATE event_2020 SET given = 'h', kind = null WHERE id = ?");
    }
  }

  /** Each on a row of its own. */
  private void write(int first, String... statements) throws SQLException {
    for (int i = 0; i < statements.length; i++) {
      database.execute(statements[i].replace("?", String.valueOf(first + i)));
    }
  }

  @Test
  void bothSidesStayInStepInAllPartitionsAndThroughForeignKeys() throws SQLException {
    Migration migration = migration(PostgresPartitionsTest::change);
    migrator.expand(migration);
    write(true);
    database.execute(partition(2022));
    migrator.backfill(migration);
    write(true);
    database.execute("UPDATE event SET at = '2022-02-02', note = 'far' WHERE id > 590");
    migrator.verify(migration);
    write(true);
    assertThat(database.rows(WRONG)).isEmpty();
    migrator.switchTo(migration);
    long rows = database.number("SELECT count(*) FROM event");
    migrator.contract(migration);
    assertThat(database.number("SELECT count(*) FROM event")).isEqualTo(rows).isGreaterThan(300);
    assertThat(
            database.rows(
                "SELECT id, remark, total, given, family FROM event WHERE id IN (2, 4, 18)"))
        .containsExactlyInAnyOrder("2|old|7|x|y", "4|later|4|4|last", "18|new|8|g|null");
    assertThat(database.rows("SELECT DISTINCT remark FROM event_2022")).containsExactly("far");
    assertThat(database.number("SELECT count(*) FROM visit WHERE event IS NULL")).isPositive();
  }

  @Test
  void abortLeavesPartitionsAsTheyWere() throws SQLException {
    List<String> before = database.catalog();
    Migration migration = migration(PostgresPartitionsTest::change);
    migrator.expand(migration);
    migrator.backfill(migration);
    write(false);
    migrator.abort(migration);
    assertThat(database.catalog()).containsExactlyElementsOf(before);
  }

  @Test
  void tableToWhichKeysLeadIsMigratedAndGetsAnotherName() throws SQLException {
    Migration migration =
        Migration.define("1", "x")
            .table("team", t -> t.renameColumn("motto", "slogan"))
            .table("event", t -> t.renameTable("happening"))
            .table("visit", t -> t.addForeignKey("again", "event", TableName.of("visit"), "id"));
    migrator.expand(migration);
    write(false);
    migrator.backfill(migration);
    database.execute(
        "UPDATE happening SET at = at + 365, note = 'moved' WHERE id = 7",
        "UPDATE team SET id = id + 10, slogan = 'new' WHERE id = (SELECT min(id) FROM team)");
    assertThat(database.rows("SELECT at FROM visit WHERE id = 7")).containsExactly("2021-01-07");
    assertThat(migrator.run(migration).state()).isEqualTo(MigrationState.COMPLETED);
    assertThat(database.rows("SELECT note FROM happening WHERE id = 7")).containsExactly("moved");
    assertThat(database.rows("SELECT slogan FROM team WHERE id IN (11, 12) ORDER BY id"))
        .containsExactly("old motto 1", "new");
    database.execute("DELETE FROM team WHERE id = 12");
    assertThat(database.number("SELECT count(*) FROM happening WHERE team = 12")).isZero();
  }

  /** Before, the contract phase could neither drop these nor go back; or dropped them unasked. */
  @Test
  void whatAPartitionAloneHasIsSeenByPlanAndGate() throws SQLException {
    Consumer<TableChanges> renaming = t -> t.renameColumn("note", "remark");
    assertRefused(t -> t.dropColumn("at", "date '2020-01-01'"), "partitioning of event");
    Migration migration = migration(renaming);
    migrator.expand(migration);
    migrator.backfill(migration);
    migrator.verify(migration);
    migrator.switchTo(migration);
    database.execute("CREATE VIEW notes AS SELECT note FROM event_2020");
    assertThatThrownBy(() -> migrator.contract(migration))
        .isInstanceOf(GateRefusedException.class)
        .hasMessageContaining("view notes");
    migrator.abort(migration);
    assertRefused(renaming, "view notes");
    assertDropIsRefused("event", "[constraint visit_event_at_fkey on table visit, view notes]");
    database.execute("DROP VIEW notes", "CREATE UNIQUE INDEX noted ON event_2021 (note, at)");
    assertRefused(renaming, "[index noted]");
    database.execute(
        "DROP INDEX noted", "ALTER TABLE event_2021 ADD CONSTRAINT ck CHECK (note > '')");
    assertRefused(renaming, "[constraint ck on table event_2021]");
  }

  private void assertRefused(Consumer<TableChanges> change, String... why) {
    assertRefused(migration(change), why);
  }

  private void assertRefused(Migration migration, String... why) {
    assertThatThrownBy(() -> migrator.plan(migration))
        .isInstanceOf(InvalidMigrationException.class)
        .hasMessageContainingAll(why);
  }

  private void assertDropIsRefused(String table, String... why) {
    assertRefused(Migration.define("2", "x").dropTable(TableName.of(table)), why);
  }

  @Test
  void partitionHasTheColumnsAndIndexesOfItsTable() throws SQLException {
    database.execute("CREATE INDEX noted ON event (note)", "CREATE TYPE kind AS (a int, b int)");
    database.execute("CREATE TABLE thing OF kind (PRIMARY KEY (a))");
    Migration dropping =
        Migration.define("1", "x").table("event_2020", t -> t.dropIndex("event_2020_note_idx"));
    assertRefused(dropping, "index noted of the table above");
    for (String table : List.of("event_2020", "thing")) {
      assertRefused(
          Migration.define("1", "x").table(table, t -> t.addColumn("x", "int")), "of a type");
    }
    assertRefused(Migration.define("1", "x").table("thing", t -> t.dropColumn("b")), "of a type");
  }

  /** As a function that takes its rows; a number that another table draws from its sequence. */
  @Test
  void tableThatSomethingElseIsMadeOfIsNotDropped() throws SQLException {
    database.execute(
        "CREATE TABLE item (id serial PRIMARY KEY, above int REFERENCES item CHECK (above > 0))",
        "CREATE INDEX above ON item (above)",
        "CREATE RULE negative AS ON INSERT TO item WHERE NEW.id < 0 DO ALSO SELECT NEW.above");
    List<List<String>> needing =
        List.of(
            List.of("FUNCTION shown(item) RETURNS int LANGUAGE sql AS 'SELECT 1'", "shown(item)"),
            List.of(
                "FUNCTION all_of() RETURNS SETOF item LANGUAGE sql AS 'TABLE item'", "all_of()"),
            List.of("TABLE other (i item[])", "column i of table other"),
            List.of("TABLE other (i int DEFAULT nextval('item_id_seq'))", "default value"),
            List.of("TABLE other () INHERITS (item)", "table other"));
    for (List<String> one : needing) {
      database.execute("CREATE " + one.get(0));
      assertDropIsRefused("item", one.get(1));
      database.execute("DROP FUNCTION IF EXISTS shown, all_of", "DROP TABLE IF EXISTS other");
    }
    Migration dropping = Migration.define("1", "x").dropTable(TableName.of("item"));
    assertThat(migrator.run(dropping).state()).isEqualTo(MigrationState.COMPLETED);
  }

  @Test
  void indexThatReplicationNeedsIsNotDropped() throws SQLException {
    database.execute(
        "CREATE UNIQUE INDEX guests ON visit (id)",
        "ALTER TABLE visit REPLICA IDENTITY USING INDEX guests");
    assertRefused(Migration.define("1", "x").table("visit", t -> t.dropIndex("guests")), "replica");
  }

  /** On the oldest server partitions have to have foreign keys of their own. */
  @Test
  void foreignKeyThatTheServerNeverTakesIsRefused() throws SQLException {
    database.execute("CREATE UNLOGGED TABLE cache (id int PRIMARY KEY)");
    database.execute("INSERT INTO cache SELECT generate_series(1, 10)");
    Consumer<TableChanges> toUnlogged =
        t -> t.addForeignKey("fk", "team", TableName.of("cache"), "id");
    assertRefused(toUnlogged, "unlogged");
    database.execute("ALTER TABLE cache SET LOGGED");
    if (database.number("SELECT current_setting('server_version_num')::int / 10000") < 18) {
      assertRefused(toUnlogged, "partitioned");
    } else {
      assertThat(migrator.run(migration(toUnlogged)).state()).isEqualTo(MigrationState.COMPLETED);
    }
    Migration ofOne =
        Migration.define("2", "x")
            .table("event_2020", t -> t.addForeignKey("one", "team", TableName.of("cache"), "id"));
    assertThat(migrator.run(ofOne).state()).isEqualTo(MigrationState.COMPLETED);
  }
}
