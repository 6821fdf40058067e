package dev.persistence.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.core.sql.TableName;
import dev.persistence.migrate.internal.engine.Engine;
import dev.persistence.migrate.internal.engine.Table;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which updates set off the triggers of a migration on PostgreSQL. */
@WithPostgres
class PostgresTriggersTest {

  private static final String NAMES =
      "SELECT first_name, last_name, full_name FROM person WHERE id = 1";

  private final LiveDatabase database;

  PostgresTriggersTest(PostgresCluster cluster) {
    this.database = new LiveDatabase(cluster.primary().dataSource());
  }

  @AfterEach
  void clear() throws SQLException {
    database.clear();
  }

  private void expand(String... before) throws SQLException {
    People.create(database, 10);
    database.execute(before);
    database.migrator().build().expand(People.migration(database));
  }

  private String condition() throws SQLException {
    return database
        .rows("SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgname LIKE 'zz_mig%u'")
        .get(0);
  }

  @Test
  void updateOfAnotherColumnSetsOffNothing() throws SQLException {
    expand();
    assertThat(condition()).contains("UPDATE OF first_name, last_name, full_name ");
    database.execute("UPDATE person SET note = 'x' WHERE id = 1");
    assertThat(database.rows(NAMES)).containsExactly("first1|last1|null");
    database.execute("UPDATE person SET first_name = 'a' WHERE id = 1");
    assertThat(database.rows(NAMES)).containsExactly("a|last1|a last1");
  }

  @Test
  void whatSomebodysTriggerHasChangedIsFollowed() throws SQLException {
    expand(
        "CREATE FUNCTION shout() RETURNS trigger LANGUAGE plpgsql AS"
            + " $$BEGIN NEW.first_name := upper(NEW.note); RETURN NEW; END$$",
        "CREATE TRIGGER shouting BEFORE UPDATE ON person FOR EACH ROW EXECUTE FUNCTION shout()");
    assertThat(condition()).doesNotContain("UPDATE OF");
    database.execute("UPDATE person SET note = 'x' WHERE id = 1");
    assertThat(database.rows(NAMES)).containsExactly("X|last1|X last1");
  }

  @Test
  void triggerOfSomebodyElseAfterTheUpdateIsNoReasonToLookAtEachOne() throws SQLException {
    expand(
        "CREATE FUNCTION look() RETURNS trigger LANGUAGE plpgsql AS"
            + " $$BEGIN RETURN NULL; END$$",
        "CREATE TRIGGER looking AFTER UPDATE ON person FOR EACH ROW EXECUTE FUNCTION look()");
    assertThat(condition()).contains("UPDATE OF");
  }

  @Test
  void insertThatBecomesAnUpdateIsFollowed() throws SQLException {
    expand();
    database.execute(
        "INSERT INTO person (id, first_name, last_name) VALUES (1, 'b', 'c') ON CONFLICT (id)"
            + " DO UPDATE SET last_name = excluded.last_name");
    assertThat(database.rows(NAMES)).containsExactly("first1|c|first1 c");
  }

  /** Where nobody may call a new function unless somebody says so. */
  @Test
  void clientWithRightsOnItsTableAloneMayContradict() throws SQLException {
    String clerk = "clerk_" + Long.toHexString(System.nanoTime());
    String execute = " EXECUTE ON FUNCTIONS ";
    database.execute(
        "ALTER DEFAULT PRIVILEGES REVOKE" + execute + "FROM PUBLIC",
        "CREATE ROLE " + clerk,
        "GRANT USAGE ON SCHEMA public TO " + clerk);
    try {
      expand("GRANT SELECT, UPDATE ON person TO " + clerk);
      try (Connection connection = database.newSessions().getConnection()) {
        LiveDatabase.execute(
            connection,
            "SET ROLE " + clerk,
            "UPDATE person SET first_name = 'a', full_name = 'b c' WHERE id = 1");
      }
      assertThat(database.number("SELECT count(*) FROM migration_events")).isOne();
    } finally {
      database.execute(
          "ALTER DEFAULT PRIVILEGES GRANT" + execute + "TO PUBLIC",
          "DROP OWNED BY " + clerk,
          "DROP ROLE " + clerk);
    }
  }

  @Test
  void temporaryTableOfTheSameNameIsNotMeant() throws SQLException {
    People.create(database, 1);
    try (Connection connection = database.newSessions().getConnection()) {
      LiveDatabase.execute(connection, "CREATE TEMPORARY TABLE person (id int)");
      TableName name = TableName.of("person");
      Table table = Engine.of(connection).catalog().find(connection, name).orElseThrow();
      assertThat(table.name()).isEqualTo(TableName.of("public", "person"));
    }
  }
}
